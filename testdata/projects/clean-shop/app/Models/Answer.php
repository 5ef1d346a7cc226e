<?php

namespace App\Models;

use Illuminate\Database\Eloquent\Factories\HasFactory;
use Illuminate\Database\Eloquent\Model;
use Illuminate\Database\Eloquent\Relations\BelongsTo;
use Illuminate\Database\Eloquent\Relations\HasOneThrough;

class Answer extends Model
{
    use HasFactory;

    protected $fillable = ['question_id', 'user_id', 'body'];

    protected $casts = ['accepted_at' => 'datetime'];

    public function question(): BelongsTo
    {
        return $this->belongsTo(Question::class)->withoutGlobalScopes();
    }

    public function author(): BelongsTo
    {
        return $this->belongsTo(User::class, 'user_id')->select(['id', 'name'])->withDefault(['name' => 'Somebody']);
    }

    public function product(): HasOneThrough
    {
        return $this->hasOneThrough(Product::class, Question::class, 'id', 'id', 'question_id', 'product_id');
    }

    public function accept(): bool
    {
        $this->newQuery()->where('question_id', $this->question_id)->whereKeyNot($this->getKey())->update(['accepted_at' => null]);

        return $this->forceFill(['accepted_at' => $this->freshTimestamp()])->save();
    }

    public static function votesOf(User $user): int
    {
        return (int) self::where('user_id', $user->id)->sum('votes');
    }
}
