<?php

namespace App\Models;

use App\Models\Scopes\PublicScope;
use Illuminate\Database\Eloquent\Attributes\ScopedBy;
use Illuminate\Database\Eloquent\Builder;
use Illuminate\Database\Eloquent\Factories\HasFactory;
use Illuminate\Database\Eloquent\Model;
use Illuminate\Database\Eloquent\Relations\BelongsTo;
use Illuminate\Database\Eloquent\Relations\HasMany;
use Illuminate\Database\Eloquent\Relations\HasOne;

#[ScopedBy(PublicScope::class)]
class Question extends Model
{
    use HasFactory;

    protected $fillable = ['product_id', 'customer_id', 'title', 'body', 'is_public'];

    public function product(): BelongsTo
    {
        return $this->belongsTo(Product::class);
    }

    public function customer(): BelongsTo
    {
        return $this->belongsTo(Customer::class);
    }

    public function answers(): HasMany
    {
        return $this->hasMany(Answer::class)->chaperone();
    }

    public function acceptedAnswer(): HasOne
    {
        return $this->hasOne(Answer::class)->whereNotNull('accepted_at')->withDefault(['body' => 'Nobody knows yet.']);
    }

    public function bestAnswer(): HasOne
    {
        return $this->hasOne(Answer::class)->ofMany(['votes' => 'max', 'id' => 'min']);
    }

    public function scopeUnanswered(Builder $query): void
    {
        $query->doesntHave('answers')->orWhereDoesntHave('answers', fn (Builder $answers) => $answers->where('votes', '>', 0));
    }

    public function scopePopular(Builder $query, int $views = 100): void
    {
        $query->where('questions.views', '>=', $views)->latest()->oldest('views');
    }
}
