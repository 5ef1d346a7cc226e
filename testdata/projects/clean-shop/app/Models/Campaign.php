<?php

namespace App\Models;

use App\Models\Builders\CampaignBuilder;
use App\Models\Concerns\BelongsToStore;
use Illuminate\Database\Eloquent\Attributes\Scope;
use Illuminate\Database\Eloquent\Attributes\UseEloquentBuilder;
use Illuminate\Database\Eloquent\Builder;
use Illuminate\Database\Eloquent\Casts\Attribute;
use Illuminate\Database\Eloquent\Factories\HasFactory;
use Illuminate\Database\Eloquent\Model;
use Illuminate\Database\Eloquent\Relations\BelongsTo;
use Illuminate\Database\Eloquent\Relations\BelongsToMany;
use Illuminate\Support\Str;

/** @method static CampaignBuilder query() */
#[UseEloquentBuilder(CampaignBuilder::class)]
class Campaign extends Model
{
    use BelongsToStore, HasFactory;

    public const TABLE = 'campaigns';

    protected $table = self::TABLE;

    protected $fillable = ['store_id', 'coupon_id', 'name', 'code', 'audience', 'budget', 'starts_at', 'ends_at', 'label'];

    protected $appends = ['is_running', 'budget_left'];

    protected $hidden = ['audience'];

    protected $attributes = ['spent' => 0, 'clicks' => 0];

    protected function casts(): array
    {
        return [
            'audience' => 'array',
            'starts_at' => 'immutable_datetime',
            'ends_at' => 'immutable_datetime',
            'products_count' => 'integer',
            'turnover' => 'integer',
        ];
    }

    public function coupon(): BelongsTo
    {
        return $this->belongsTo(Coupon::class)->withDefault(fn (Coupon $coupon) => $coupon->fill(['code' => 'NONE', 'value' => 0]));
    }

    public function products(): BelongsToMany
    {
        return $this->belongsToMany(Product::class)
            ->using(CampaignProduct::class)
            ->as('placement')
            ->withPivot('position', 'discount_percent', 'featured_until')
            ->withTimestamps()
            ->orderByPivot('position');
    }

    public function featuredProducts(): BelongsToMany
    {
        return $this->products()
            ->wherePivotNotNull('featured_until')
            ->wherePivotBetween('discount_percent', [1, 90])
            ->wherePivotIn('position', [0, 1, 2]);
    }

    /** @param Builder<self> $query */
    #[Scope]
    protected function withBudget(Builder $query, int $atLeast = 0): void
    {
        $query->whereNotNull('budget')->whereColumn('spent', '<', 'budget')->where('budget', '>=', $atLeast);
    }

    /** Two columns behind one attribute. */
    protected function label(): Attribute
    {
        return Attribute::make(
            get: fn (mixed $value, array $row) => "{$row['name']} ({$row['code']})",
            set: fn (string $value) => ['name' => Str::before($value, ' ('), 'code' => Str::between($value, '(', ')')],
        );
    }

    protected function isRunning(): Attribute
    {
        return Attribute::get(fn () => $this->starts_at?->isPast() && ! $this->ends_at?->isPast());
    }

    public function getBudgetLeftAttribute(): ?int
    {
        return $this->budget === null ? null : $this->budget - $this->spent;
    }
}
