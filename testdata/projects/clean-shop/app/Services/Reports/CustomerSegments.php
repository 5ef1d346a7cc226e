<?php

namespace App\Services\Reports;

use App\Models\Address;
use App\Models\AuditLog;
use App\Models\Customer;
use App\Models\Order;
use App\Models\Product;
use App\Models\Warehouse;
use Illuminate\Database\Eloquent\Builder;
use Illuminate\Database\Eloquent\Collection;

class CustomerSegments
{
    public function loyal(): Collection
    {
        return Customer::query()
            ->has('orders', '>=', 3)
            ->whereHas('loyaltyAccount', fn (Builder $accounts) => $accounts->whereIn('tier', ['silver', 'gold']))
            ->orWhereHas('orders.coupons', fn (Builder $coupons) => $coupons->where('code', 'VIP'))
            ->whereDoesntHave('reviews', fn ($reviews) => $reviews->where('rating', '<', 3))
            ->withCount(['orders', 'orders as open_orders_count' => fn (Builder $orders) => $orders->open()])
            ->withSum('orders as turnover', 'grand_total')
            ->withMax('orders', 'placed_at')
            ->withMin('orders', 'grand_total')
            ->withAvg(['orders as average_basket' => fn ($orders) => $orders->where('channel', 'web')], 'subtotal')
            ->withExists('newsletterSubscriber')
            ->orderByDesc('turnover')
            ->orderBy('orders_max_placed_at')
            ->orderBy('open_orders_count')
            ->get();
    }

    public function inactive(): Collection
    {
        return Customer::whereRelation('orders', 'placed_at', '<', now()->subYear())
            ->orWhereRelation('carts', 'expires_at', '<', now())
            ->whereDoesntHaveRelation('orders', 'status', 'pending')
            ->withWhereHas('user', fn ($users) => $users->select('id', 'email')->whereNotNull('last_login_at'))
            ->get();
    }

    public function livingIn(string $country): Collection
    {
        return Customer::query()
            ->whereHas('addresses', fn (Builder $addresses) => $addresses->where('country_code', $country)->where('is_default', true))
            ->with(['addresses' => fn ($addresses) => $addresses->where('type', 'shipping')->orderBy('city'), 'latestOrder', 'largestOrder'])
            ->get();
    }

    /** Addresses of customers and of warehouses alike. */
    public function addresses(string $name): Collection
    {
        return Address::query()
            ->whereHasMorph('addressable', [Customer::class, Warehouse::class], function (Builder $query, string $type) use ($name) {
                $query->where($type === Warehouse::class ? 'name' : 'last_name', $name);
            })
            ->orWhereMorphRelation('addressable', Customer::class, 'first_name', $name)
            ->whereDoesntHaveMorph('addressable', [Warehouse::class], fn (Builder $warehouses) => $warehouses->where('is_active', false))
            ->get();
    }

    public function history(Product $product): Collection
    {
        return AuditLog::whereMorphedTo('auditable', $product)->latest()->get(['event', 'created_at', 'user_id']);
    }

    public function totals(Customer $customer): array
    {
        $customer->loadCount(['orders', 'reviews as approved_count' => fn ($reviews) => $reviews->where('is_approved', true)])
            ->loadSum('orders', 'grand_total')
            ->loadMax(['orders as last_total' => fn ($orders) => $orders->latest('placed_at')], 'grand_total');

        return [
            $customer->orders_count,
            $customer->approved_count,
            $customer->orders_sum_grand_total,
            $customer->last_total,
        ];
    }

    /** Orders with the city that they go to, without loading addresses. */
    public function cities(): Collection
    {
        return Order::query()
            ->withAggregate('shippingAddress', 'city')
            ->withAggregate('customer as buyer', 'email')
            ->orderBy('shipping_address_city')
            ->get(['id', 'number', 'shipping_address_id', 'customer_id']);
    }
}
