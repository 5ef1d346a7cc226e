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
            $table->foreignId('shop_id')->index()->constrained();
            $table->foreignId('second_id')->nullable()->unique()->constrained('shops')->nullOnDelete();
            $table->foreignId('third_id')->constrained('shops');
            $table->index(['third_id', 'shop_id']);
        });
    }
}
