<?php

namespace App\Support;

use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

class Columns
{
    public function owned(array $tables)
    {
        foreach ($tables as $table) {
            if (! Schema::hasColumn($table, 'owner')) {
                Schema::table($table, fn (Blueprint $table) => $table->string('owner', 40)->nullable()->index());
            }
        }
    }
}
