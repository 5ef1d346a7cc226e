<?php

namespace Database\Seeders;

use App\Models\Setting;
use Illuminate\Database\Seeder;

class SettingSeeder extends Seeder
{
    public function run(): void
    {
        $settings = [
            'shop.name' => 'Clean Shop',
            'shop.free_shipping_from' => 5000,
            'mail.footer' => null,
        ];

        foreach ($settings as $key => $value) {
            Setting::query()->firstOrCreate(['key' => $key], ['group' => strtok($key, '.'), 'value' => $value]);
        }
    }
}
