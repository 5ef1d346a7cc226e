<?php

namespace App\Jobs;

use App\Models\Currency;
use App\Models\ExchangeRate;
use Illuminate\Contracts\Queue\ShouldQueue;
use Illuminate\Foundation\Queue\Queueable;
use Illuminate\Support\Facades\Http;

class SyncExchangeRates implements ShouldQueue
{
    use Queueable;

    public function __construct(private readonly string $base = 'EUR')
    {
    }

    public function handle(): void
    {
        $rates = Http::baseUrl(config('services.exchange_rates.url'))
            ->timeout(config('services.exchange_rates.timeout'))
            ->get('latest', ['from' => $this->base])
            ->throw()
            ->collect('rates');

        $known = Currency::where('is_active', true)->pluck('code');

        $rows = $rates->only($known)->except($this->base)->map(fn (float $rate, string $code) => [
            'base_currency' => $this->base,
            'quote_currency' => $code,
            'rate' => $rate,
            'fetched_at' => now(),
        ]);

        ExchangeRate::upsert($rows->values()->all(), ['base_currency', 'quote_currency'], ['rate', 'fetched_at']);
    }
}
