<?php

namespace App\Queries;

use App\Models\Customer;
use Illuminate\Database\ConnectionInterface;
use Illuminate\Database\Eloquent\Builder;
use Illuminate\Database\Query\JoinClause;
use Illuminate\Support\Collection;

final readonly class TopCustomers
{
    public function __construct(private ConnectionInterface $db, private int $limit = 10)
    {
    }

    public static function ofCountry(string $country): Builder
    {
        return Customer::query()
            ->whereHas('addresses', fn (Builder $query) => $query->whereCountryCode($country))
            ->orHas('wishlists', '>', 5)
            ->orDoesntHave('orders');
    }

    public function __invoke(?string $currency = null): Collection
    {
        $query = $this->db->table('orders')
            ->join('customers', function (JoinClause $join) {
                $join->on('customers.id', '=', 'orders.customer_id');
                $join->whereNull('customers.deleted_at');
                $join->where(fn (JoinClause $or) => $or->where('customers.marketing_opt_in', true)->orOn('customers.created_at', '<', 'orders.created_at'));
            })
            ->leftJoinWhere('newsletter_subscribers as n', 'n.email', '=', 'customers.email')
            ->select(['customers.id', 'customers.email'])
            ->selectRaw('sum(orders.grand_total) as spent, count(distinct orders.id) as placed')
            ->groupBy(['customers.id', 'customers.email'])
            ->having('spent', '>', 1000)
            ->orHaving('placed', '>', 3)
            ->havingNotNull('spent')
            ->havingNotBetween('placed', [1000, 2000])
            ->orderBy('spent', 'desc')
            ->skip(0)->take($this->limit)
            ->useWritePdo();

        if ($currency !== null) {
            $query->where('orders.currency_code', $currency);
        }

        return $query->get()->keyBy('email')->map->spent;
    }
}
