<?php

namespace App\Services;

use App\Models\Price;
use App\Models\ProductVariant;
use Illuminate\Support\Facades\DB;

class PricingService
{
    public function amount(ProductVariant $variant, string $currency): int
    {
        return (int) Price::current()
            ->where('product_variant_id', $variant->id)
            ->where('currency_code', $currency)
            ->orderBy('amount')
            ->valueOrFail('amount');
    }

    public function convert(int $amount, string $from, string $to): int
    {
        if ($from === $to) {
            return $amount;
        }

        $rate = DB::table('exchange_rates')
            ->where(['base_currency' => $from, 'quote_currency' => $to])
            ->value('rate');

        return (int) round($amount * $rate);
    }

    /** Raises every running price by some percent and says how many there were. */
    public function raise(int $percent): int
    {
        return DB::table('prices')
            ->where([['amount', '>', 0], ['ends_at', null]])
            ->update(['amount' => DB::raw("amount * (100 + {$percent}) / 100")]);
    }
}
