<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

class CreateTables extends Migration
{
    public function up()
    {
        Schema::create('shops', fn (Blueprint $table) => $table->id());
        Schema::create('clerks', function (Blueprint $table) {
            $table->id();
            // `index` is where a key keeps its own name: this one is now called `1`.
            $table->foreignId('shop_id')->constrained()->index();
            $table->foreignId('second_id')->constrained('shops')->index('clerks_second_shop');
        });
    }
}
