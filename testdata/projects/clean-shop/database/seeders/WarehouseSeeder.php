<?php

namespace Database\Seeders;

use Illuminate\Database\Seeder;
use Illuminate\Support\Facades\DB;

class WarehouseSeeder extends Seeder
{
    public function run(): void
    {
        $now = now();

        $id = DB::table('warehouses')->insertGetId([
            'code' => 'HAM1',
            'name' => 'Hamburg harbour',
            'city' => 'Hamburg',
            'country_code' => 'DE',
            'created_at' => $now,
            'updated_at' => $now,
        ]);

        DB::table('addresses')->insert([
            'addressable_type' => 'warehouse',
            'addressable_id' => $id,
            'type' => 'loading',
            'line_one' => 'Am Kai 4',
            'postal_code' => '20457',
            'city' => 'Hamburg',
            'country_code' => 'DE',
        ]);
    }
}
