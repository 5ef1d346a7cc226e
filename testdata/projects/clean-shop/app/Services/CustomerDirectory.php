<?php

namespace App\Services;

use App\Models\Customer;
use App\Models\Order;
use Illuminate\Support\Collection;

class CustomerDirectory
{
    /** Works on what is in memory, where accessors are as good as columns. */
    public function names(): Collection
    {
        $customers = Customer::with('orders')->get()->each->setAppends(['full_name']);

        return $customers
            ->where('full_name', '!=', '')
            ->sortBy('full_name')
            ->keyBy('email')
            ->map(fn (Customer $customer) => [
                'name' => $customer->full_name,
                'open' => $customer->orders->where('status.value', 'pending')->count(),
                'late' => $customer->orders->filter(fn (Order $order) => $order->placed_at?->isPast())->max('grand_total'),
                'channels' => $customer->orders->pluck('channel')->unique()->implode(', '),
            ])
            ->whereNotNull('late')
            ->sortByDesc('late');
    }

    public function countries(): array
    {
        return Order::query()
            ->with('shippingAddress:id,country_code,city')
            ->latest('placed_at')
            ->take(100)
            ->get(['id', 'shipping_address_id', 'grand_total'])
            ->groupBy('shippingAddress.country_code')
            ->map->sum('grand_total')
            ->all();
    }

    /** One row for each order, with what the export calls its columns. */
    public function export(): iterable
    {
        foreach (Order::query()->with('customer')->lazy() as $order) {
            $order->setAttribute('export_name', "{$order->number} {$order->customer->full_name}");

            yield $order->only(['number', 'export_name']) + ['customer_email' => $order->customer->email];
        }
    }
}
