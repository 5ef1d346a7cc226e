<?php

namespace App\Services\Reports;

use Illuminate\Database\Query\Builder;
use Illuminate\Database\Query\JoinClause;
use Illuminate\Support\Collection;
use Illuminate\Support\Facades\DB;

/**
 * Who buys again, by the month of the first order.
 */
class CohortReport
{
    public function run(int $year): Collection
    {
        $first = DB::table('orders')
            ->select('customer_id')
            ->selectRaw('min(placed_at) as first_placed_at')
            ->whereYear('placed_at', $year)
            ->groupBy('customer_id');

        return DB::query()
            ->fromSub($first, 'cohorts')
            ->joinSub($this->turnover(), 'turnover', function (JoinClause $join) {
                $join->on('turnover.customer_id', '=', 'cohorts.customer_id')->whereNotNull('cohorts.first_placed_at');
            })
            ->join('customers', 'customers.id', 'cohorts.customer_id')
            ->whereNull('customers.deleted_at')
            ->select('customers.email', 'cohorts.first_placed_at', 'turnover.orders', 'turnover.total')
            ->orderBy('first_placed_at')
            ->get();
    }

    /** Customers who ordered last year and not this year. */
    public function lost(int $year): Collection
    {
        return DB::table('customers as c')
            ->whereExists(fn (Builder $query) => $query
                ->from('orders as before')
                ->whereColumn('before.customer_id', 'c.id')
                ->whereYear('before.placed_at', $year - 1))
            ->whereNotExists(DB::table('orders as now')
                ->whereColumn('now.customer_id', 'c.id')
                ->whereYear('now.placed_at', $year))
            ->whereNull('c.deleted_at')
            ->get(['c.id', 'c.email as address', 'c.last_name']);
    }

    /** All addresses that we may write to, each once. */
    public function addresses(): Collection
    {
        $subscribers = DB::table('newsletter_subscribers')
            ->whereNotNull('confirmed_at')
            ->select('email', DB::raw("'newsletter' as source"));

        return DB::table('customers')
            ->where('marketing_opt_in', true)
            ->select('email', DB::raw("'customer' as source"))
            ->union($subscribers)
            ->unionAll(fn (Builder $query) => $query
                ->from('users')
                ->whereNotNull('email_verified_at')
                ->selectRaw("email, 'user' as source"))
            ->orderBy('source')
            ->get();
    }

    private function turnover(): Builder
    {
        return DB::table('orders as o')
            ->where('o.status', 'paid')
            ->groupBy('o.customer_id')
            ->select(['o.customer_id', DB::raw('count(*) as orders'), DB::raw('sum(o.grand_total) as total')]);
    }
}
