<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create(table_of('menus'), fn (Blueprint $table) => $table->id());
        Schema::create(table_of('entries', 'menu'), function (Blueprint $table) {
            $table->id();
            add_position($table, 'a', 'b');
        });
    }
};
