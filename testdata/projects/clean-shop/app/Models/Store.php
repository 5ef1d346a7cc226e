<?php

namespace App\Models;

use Illuminate\Database\Eloquent\Attributes\Scope;
use Illuminate\Database\Eloquent\Builder;
use Illuminate\Database\Eloquent\Factories\HasFactory;
use Illuminate\Database\Eloquent\Model;
use Illuminate\Database\Eloquent\Relations\HasMany;

class Store extends Model
{
    use HasFactory;

    protected $fillable = ['name', 'domain', 'country_code', 'settings', 'settings->theme'];

    protected $casts = ['settings' => 'array'];

    public function campaigns(): HasMany
    {
        return $this->hasMany(Campaign::class);
    }

    /** @param Builder<self> $query */
    #[Scope]
    protected function abroad(Builder $query): void
    {
        $query->whereNot('country_code', 'DE')->where('settings->shipping->international', true);
    }

    public static function current(): ?self
    {
        return static::query()->firstWhere('domain', request()->getHost());
    }
}
