<?php

namespace Database\Seeders;

use Illuminate\Database\Seeder;
use Illuminate\Support\Facades\DB;

class TaxRateSeeder extends Seeder
{
    public function run(): void
    {
        DB::table('tax_rates')->insertOrIgnore([
            ['name' => 'Standard', 'country_code' => 'DE', 'rate' => 0.19, 'is_default' => true],
            ['name' => 'Reduced', 'country_code' => 'DE', 'rate' => 0.07, 'is_default' => false],
            ['name' => 'Standard', 'country_code' => 'FR', 'rate' => 0.2, 'is_default' => true],
        ]);
    }
}
