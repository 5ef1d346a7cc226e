<?php

use Illuminate\Database\Schema\Blueprint;

if (! function_exists('table_of')) {
    function table_of(string $what, ?string $module = null): string
    {
        return ($module ?? 'core').'_'.$what;
    }
}

function add_position(Blueprint $table, string ...$after): void
{
    $table->unsignedSmallInteger('position')->default(count($after));
}
