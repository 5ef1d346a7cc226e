<?php

namespace Database\Seeders;

use App\Models\User;
use Illuminate\Database\Seeder;

class DatabaseSeeder extends Seeder
{
    public function run(): void
    {
        $this->call([
            CurrencySeeder::class,
            TaxRateSeeder::class,
            WarehouseSeeder::class,
            CatalogSeeder::class,
            SettingSeeder::class,
        ]);

        User::factory()->admin()->create(['name' => 'Admin', 'email' => 'admin@example.com']);
    }
}
