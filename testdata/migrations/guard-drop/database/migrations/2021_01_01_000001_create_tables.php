<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

class CreateTables extends Migration
{
    public function up()
    {
        foreach (['one', 'two', 'three'] as $name) {
            Schema::create($name, fn (Blueprint $table) => $table->id());
        }
        if (Schema::hasTable('one')) {
            Schema::drop('one');
        }
        Schema::dropIfExists('two');
        Schema::dropIfExists('four');
    }
}
