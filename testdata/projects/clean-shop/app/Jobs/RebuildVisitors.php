<?php

namespace App\Jobs;

use App\Models\Analytics\PageView;
use App\Models\Analytics\Visitor;
use App\Models\Customer;
use Illuminate\Contracts\Queue\ShouldQueue;
use Illuminate\Database\DatabaseManager;
use Illuminate\Foundation\Queue\Queueable;
use Illuminate\Support\Collection;

class RebuildVisitors implements ShouldQueue
{
    use Queueable;

    public function handle(DatabaseManager $db): void
    {
        $analytics = $db->connection('analytics');

        $analytics->table('page_views')->where('seconds', 0)->whereNull('sku')->orderBy('id')->chunk(500, function (Collection $views) use ($analytics) {
            $analytics->table('page_views')->whereIn('id', $views->pluck('id'))->delete();
        });

        Visitor::whereNull('email')->whereDoesntHave('pageViews')->lazyById(100)->each->delete();

        Visitor::query()->whereNotNull('email')->eachById(function (Visitor $visitor) {
            $customer = Customer::withTrashed()->firstWhere(['email' => $visitor->email]);

            if ($customer?->trashed()) {
                $visitor->pageViews()->update(['query' => null]);
            }
        }, 100);

        foreach (PageView::with('visitor:id,cookie')->where('viewed_at', '>', now()->subHour())->cursor() as $view) {
            $view->visitor->touch('last_seen_at');
        }
    }
}
