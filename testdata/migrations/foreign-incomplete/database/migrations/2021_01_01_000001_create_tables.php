<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

class CreateTables extends Migration
{
    public function up()
    {
        Schema::create('cars', function (Blueprint $table) {
            $table->id();
            // No key without `constrained()` or `references()`, and no index either.
            $table->foreignId('owner_id');
            $table->foreignUuid('maker_id')->nullable()->index();
            $table->unsignedBigInteger('driver_id')->index();
        });
    }
}
