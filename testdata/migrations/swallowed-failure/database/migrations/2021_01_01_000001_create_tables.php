<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

class CreateTables extends Migration
{
    public function up()
    {
        Schema::create('things', fn (Blueprint $table) => $table->id());
        try {
            // It exists: the database refuses, and what follows in the block does not happen.
            Schema::create('things', fn (Blueprint $table) => $table->string('name'));
            Schema::create('unreached', fn (Blueprint $table) => $table->id());
        } catch (Throwable $error) {
            Schema::create('caught', fn (Blueprint $table) => $table->id());
        }
    }
}
