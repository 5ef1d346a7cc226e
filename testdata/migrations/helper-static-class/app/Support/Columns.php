<?php

namespace App\Support;

use Illuminate\Database\Schema\Blueprint;
use Illuminate\Database\Schema\ColumnDefinition;

class Columns
{
    public static function money(Blueprint $table, string $name): ColumnDefinition
    {
        return $table->decimal($name, 19, 4);
    }

    public function audit(Blueprint $table): void
    {
        foreach (['created', 'changed'] as $what) {
            $table->string($what.'_by')->nullable();
        }
    }
}
