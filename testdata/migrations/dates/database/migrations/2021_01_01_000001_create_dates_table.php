<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create('dates', function (Blueprint $table) {
            $table->date('a');
            $table->dateTime('b');
            $table->dateTime('c', 3);
            $table->dateTimeTz('d', 6);
            $table->time('e');
            $table->time('f', 2);
            $table->timeTz('g', 4);
            $table->timestamp('h')->nullable();
            $table->timestamp('i', 6)->nullable();
            $table->timestampTz('j')->nullable();
            $table->year('k');
            $table->date('l')->default('2020-02-29');
            $table->timestamp('m', 0)->nullable();
        });
    }
};
