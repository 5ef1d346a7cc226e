<?php

namespace App\Services\Reports;

use App\Models\Category;
use App\Models\ProductVariant;
use App\Models\StockLevel;
use Illuminate\Database\Connection;
use Illuminate\Database\Query\Expression;
use Illuminate\Support\Collection;

class StockReport
{
    private Connection $db;

    public function __construct(Connection $db)
    {
        $this->db = $db;
    }

    /** Variants with the number of pieces that lie in the fullest warehouse. */
    public function fullest(): Collection
    {
        return ProductVariant::query()
            ->select(['product_variants.id', 'product_variants.sku'])
            ->addSelect([
                'pieces' => StockLevel::selectRaw('max(quantity)')->whereColumn('product_variant_id', 'product_variants.id'),
                'warehouse' => StockLevel::query()
                    ->join('warehouses as w', 'w.id', '=', 'stock_levels.warehouse_id')
                    ->whereColumn('stock_levels.product_variant_id', 'product_variants.id')
                    ->orderByDesc('stock_levels.quantity')
                    ->select('w.name')
                    ->limit(1),
            ])
            ->orderByDesc('pieces')
            ->get();
    }

    public function value(string $currency): int
    {
        return (int) $this->db->table('stock_levels', 's')
            ->join('prices as p', fn ($join) => $join
                ->on('p.product_variant_id', 's.product_variant_id')
                ->where('p.currency_code', '=', $currency)
                ->whereNull('p.ends_at')
                ->orOn('p.id', '<', 's.reserved'))
            ->sum(new Expression('s.quantity * p.amount'));
    }

    /** The whole tree of a category, for databases that know recursive queries. */
    public function tree(int $categoryId): array
    {
        return $this->db->select(<<<'SQL'
            with recursive tree (id, parent_id, name, depth) as (
                select id, parent_id, name, 0 from categories where id = :root
                union all
                select c.id, c.parent_id, c.name, tree.depth + 1
                from categories c
                inner join tree on tree.id = c.parent_id
            )
            select tree.id, tree.name, tree.depth, count(cp.product_id) as products
            from tree
            left join category_product cp on cp.category_id = tree.id
            group by tree.id, tree.name, tree.depth
            order by tree.depth, tree.name
            SQL, ['root' => $categoryId]);
    }

    public function empty(): Collection
    {
        $sold = $this->db->table('order_items')
            ->whereNotNull('product_variant_id')
            ->groupBy('product_variant_id')
            ->select('product_variant_id', $this->db->raw('sum(quantity) as sold'));

        return $this->db->table('product_variants as v')
            ->leftJoinSub($sold, 'sales', 'sales.product_variant_id', '=', 'v.id')
            ->crossJoin('warehouses')
            ->leftJoin('stock_levels', function ($join) {
                $join->on('stock_levels.product_variant_id', '=', 'v.id');
                $join->on('stock_levels.warehouse_id', '=', 'warehouses.id');
            })
            ->where(function ($query) {
                $query->whereNull('stock_levels.id')->orWhere('stock_levels.quantity', '<=', 0);
            })
            ->whereIn('v.product_id', function ($query) {
                $query->select('products.id')->from('products')->where('products.status', 'active');
            })
            ->select('v.sku', 'warehouses.code as warehouse', 'sales.sold')
            ->orderByRaw('coalesce(sales.sold, 0) desc, v.sku')
            ->get();
    }

    public function categories(): Collection
    {
        return Category::query()
            ->from('categories', 'child')
            ->join('categories as parent', 'parent.id', '=', 'child.parent_id')
            ->get(['child.name', 'parent.name as parent_name']);
    }
}
