<?php

namespace App\Queries;

use Illuminate\Support\Collection;
use Illuminate\Support\Facades\DB;

/**
 * Works on a temporary table that lives as long as the connection.
 */
class PriceList
{
    public function build(string $currency): Collection
    {
        DB::statement('create temporary table price_list (variant_id integer not null, amount integer not null)');

        DB::insert('insert into price_list (variant_id, amount) select product_variant_id, min(amount) from prices where currency_code = ? group by product_variant_id', [$currency]);

        try {
            return DB::table('price_list')
                ->join('product_variants', 'product_variants.id', '=', 'price_list.variant_id')
                ->orderBy('price_list.amount')
                ->get(['product_variants.sku', 'price_list.amount']);
        } finally {
            DB::statement('drop table price_list');
        }
    }
}
