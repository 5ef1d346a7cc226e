<?php

namespace App\Mail;

use App\Models\Campaign;
use App\Models\Customer;
use Illuminate\Mail\Mailable;
use Illuminate\Support\Collection;

class WeeklyOffers extends Mailable
{
    public function __construct(private readonly Customer $customer)
    {
    }

    public function build(): static
    {
        return $this
            ->from('offers@example.com', 'Clean Shop')
            ->subject('Offers')
            ->with('offers', $this->offers())
            ->tag('offers')
            ->metadata('customer', (string) $this->customer->id)
            ->view('mail.offers');
    }

    private function offers(): Collection
    {
        return Campaign::query()
            ->running()
            ->with(['products' => fn ($products) => $products->orderBy('pivot_position')->select('products.id', 'products.name')])
            ->get()
            ->flatMap(fn (Campaign $campaign) => $campaign->products->map(fn ($product) => [
                'campaign' => $campaign->name,
                'product' => $product->name,
                'reduced_by' => $product->placement->discount_percent,
            ]))
            ->where('reduced_by', '>', 10)
            ->sortByDesc('reduced_by')
            ->unique('product')
            ->take(5);
    }
}
