<?php

namespace App\Services\Reports;

use App\Models\Analytics\PageView;
use App\Models\Analytics\Visitor;
use App\Models\Product;
use Illuminate\Support\Collection;
use Illuminate\Support\Facades\DB;

/**
 * Reads the analytics database, whose tables have a prefix.
 */
class VisitorReport
{
    public function mostSeen(int $limit = 10): Collection
    {
        $views = DB::connection('analytics')->table('page_views')
            ->join('visitors', 'visitors.id', '=', 'page_views.visitor_id')
            ->whereNotNull('page_views.sku')
            ->groupBy('page_views.sku')
            ->selectRaw('stat_page_views.sku, count(distinct stat_visitors.cookie) as visitors')
            ->orderByDesc('visitors')
            ->limit($limit)
            ->pluck('visitors', 'sku');

        return Product::whereIn('sku', $views->keys())->get(['sku', 'name'])->map(fn (Product $product) => [
            'name' => $product->name,
            'visitors' => $views[$product->sku],
        ]);
    }

    public function returning(): int
    {
        return Visitor::query()
            ->whereHas('pageViews', fn ($views) => $views->ofProducts()->where('seconds', '>', 30))
            ->whereColumn('last_seen_at', '>', 'first_seen_at')
            ->count();
    }

    public function searchTerms(): Collection
    {
        return PageView::on('analytics')
            ->whereNotNull('query->q')
            ->latest('viewed_at')
            ->pluck('query->q');
    }

    public function slowPages(): array
    {
        return DB::connection('analytics')->select(
            'select v.path, avg(v.seconds) as seconds from stat_page_views v join stat_visitors on stat_visitors.id = v.visitor_id group by v.path'
        );
    }

    public function forget(string $email): void
    {
        $connection = (new Visitor)->getConnection();

        $connection->transaction(function () use ($connection, $email) {
            $ids = $connection->table('visitors')->where('email', $email)->pluck('id');
            $connection->table('page_views')->whereIn('visitor_id', $ids)->delete();
            $connection->table('visitors')->whereIn('id', $ids)->delete();
        });
    }
}
