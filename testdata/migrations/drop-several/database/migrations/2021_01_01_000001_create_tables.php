<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

class CreateTables extends Migration
{
    private $tables = ['a', 'b', 'c', 'd'];

    public function up()
    {
        foreach ($this->tables as $name) {
            Schema::create($name.'_things', fn (Blueprint $table) => $table->id());
        }
        foreach (array_reverse(array_slice($this->tables, 1, 2)) as $name) {
            Schema::dropIfExists($name.'_things');
        }
        Schema::table('d_things', fn (Blueprint $table) => $table->drop());
        Schema::table('nothing', fn (Blueprint $table) => $table->dropIfExists());
    }
}
