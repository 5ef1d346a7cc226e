<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        $methods = ['id', 'increments', 'integerIncrements', 'tinyIncrements', 'smallIncrements', 'mediumIncrements', 'bigIncrements'];
        foreach ($methods as $method) {
            Schema::create('by_'.strtolower($method), fn (Blueprint $table) => $table->$method('number'));
        }
        Schema::create('by_modifier', fn (Blueprint $table) => $table->integer('number')->autoIncrement());
        Schema::create('by_argument', fn (Blueprint $table) => $table->bigInteger('number', true, true));
        Schema::create('by_unsigned_argument', fn (Blueprint $table) => $table->unsignedSmallInteger('number', true));
        Schema::create('from_thousand', fn (Blueprint $table) => $table->id()->from(1000));
    }
};
