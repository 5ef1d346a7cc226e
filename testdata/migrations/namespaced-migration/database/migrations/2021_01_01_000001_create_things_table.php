<?php

namespace Database\Migrations\Things;

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\{Blueprint, ColumnDefinition};
use Illuminate\Support\Facades\Schema as Db;
use function implode as glue;
use const PHP_INT_SIZE as SIZE;

return new class extends Migration
{
    public function up()
    {
        if (! Db::hasTable('things')) {
            Db::create(glue('_', ['small', 'things']), fn (Blueprint $table): ColumnDefinition => $table->id());
        }
        Db::create('int_'.SIZE, fn (Blueprint $table) => $table->id());
    }
};
