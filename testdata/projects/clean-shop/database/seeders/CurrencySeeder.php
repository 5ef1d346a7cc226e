<?php

namespace Database\Seeders;

use App\Models\Currency;
use Illuminate\Database\Seeder;

class CurrencySeeder extends Seeder
{
    private const CURRENCIES = [
        ['EUR', 'Euro', '€', 2],
        ['USD', 'US dollar', '$', 2],
        ['JPY', 'Yen', '¥', 0],
    ];

    public function run(): void
    {
        foreach (self::CURRENCIES as [$code, $name, $symbol, $decimals]) {
            Currency::updateOrCreate(['code' => $code], compact('name', 'symbol', 'decimals'));
        }
    }
}
