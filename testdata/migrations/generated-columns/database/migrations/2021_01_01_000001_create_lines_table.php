<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create('lines', function (Blueprint $table) {
            $table->id();
            $table->integer('quantity');
            $table->integer('price');
            $table->integer('total')->virtualAs('quantity * price');
            $table->integer('net')->storedAs('quantity * price - 1');
            $table->string('label')->nullable()->storedAs("'no. '");
        });
    }
};
