<?php

namespace App\Repositories;

use App\Models\Setting;
use Illuminate\Support\Facades\Cache;
use Illuminate\Support\Facades\DB;

class SettingRepository
{
    public function get(string $key, mixed $default = null): mixed
    {
        return Cache::remember("settings.{$key}", 600, fn () => Setting::find($key)?->value) ?? $default;
    }

    public function put(string $key, mixed $value, string $group = 'general'): void
    {
        DB::table('settings')->upsert(
            [['key' => $key, 'group' => $group, 'value' => json_encode($value), 'updated_at' => now()]],
            'key',
            ['value', 'updated_at'],
        );

        Cache::forget("settings.{$key}");
    }

    /** @return array<string, mixed> */
    public function group(string $group): array
    {
        return Setting::where('group', $group)->orderBy('key')->pluck('value', 'key')->all();
    }
}
