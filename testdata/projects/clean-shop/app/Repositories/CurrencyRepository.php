<?php

namespace App\Repositories;

use App\Models\Currency;

class CurrencyRepository extends TableRepository
{
    protected string $key = 'code';

    protected string $table = 'currencies';

    public function symbols(): array
    {
        return $this->query()->where('is_active', true)->pluck('symbol', 'code')->all();
    }

    public function activate(string ...$codes): int
    {
        return $this->query()->whereIn('code', $codes)->update(['is_active' => true, 'updated_at' => now()]);
    }

    public function import(array $rows): int
    {
        return Currency::upsert($rows, uniqueBy: ['code'], update: ['name', 'symbol', 'decimals']);
    }

    /** The ones in which nothing has a price. */
    public function unused(): array
    {
        return $this->query()
            ->whereNotIn('code', $this->db->table('prices')->select('currency_code')->distinct())
            ->whereNotExists(fn ($query) => $query->from('orders')->whereColumn('orders.currency_code', 'currencies.code'))
            ->pluck('code')
            ->all();
    }
}
