<?php

namespace App\Queries\Scopes;

use Illuminate\Contracts\Database\Query\Builder;

/**
 * Joins the warehouse to a query of stock levels: `->tap(new ByWarehouse('HAM'))`.
 */
final readonly class ByWarehouse
{
    public function __construct(private ?string $code = null)
    {
    }

    public function __invoke(Builder $query): void
    {
        $query->join('warehouses as house', 'house.id', '=', 'stock_levels.warehouse_id')
            ->when($this->code, fn (Builder $query, string $code) => $query->where('house.code', $code));
    }
}
