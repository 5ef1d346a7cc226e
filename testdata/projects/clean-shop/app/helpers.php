<?php

use App\Models\Setting;
use Illuminate\Support\Facades\DB;

if (! function_exists('setting')) {
    function setting(string $key, mixed $default = null): mixed
    {
        return Setting::query()->whereKey($key)->value('value') ?? $default;
    }
}

if (! function_exists('row_exists')) {
    /** @param array<string, mixed> $where */
    function row_exists(string $table, array $where, ?string $connection = null): bool
    {
        return DB::connection($connection)->table($table)->where($where)->exists();
    }
}

if (! function_exists('next_position')) {
    function next_position(string $table, string $column = 'position'): int
    {
        return 1 + (int) DB::table($table)->max($column);
    }
}
