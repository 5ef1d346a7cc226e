<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create('readings', function (Blueprint $table) {
            $table->id();
            $table->float('a');
            $table->float('b', 10, 4);
            $table->float('c', 10);
            $table->double('d');
            $table->double('e', 15, 8);
            $table->double('f', 15);
            $table->decimal('g');
            $table->decimal('h', 12);
            $table->decimal('i', 5, 0)->unsigned();
            $table->decimal('j', 12, 4, true);
            $table->unsignedDecimal('k', 9, 3);
            $table->unsignedFloat('l', 7, 1);
            $table->unsignedDouble('m');
            $table->float('n', 6, 3)->unsigned()->default(0.25);
        });
    }
};
