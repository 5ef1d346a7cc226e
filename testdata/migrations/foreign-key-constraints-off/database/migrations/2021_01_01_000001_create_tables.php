<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

class CreateTables extends Migration
{
    public function up()
    {
        Schema::create('parents', fn (Blueprint $table) => $table->id());
        Schema::create('children', function (Blueprint $table) {
            $table->id();
            $table->foreignId('parent_id')->constrained();
        });
        Schema::disableForeignKeyConstraints();
        Schema::drop('parents');
        Schema::create('parents', function (Blueprint $table) {
            $table->id();
            $table->string('name');
        });
        Schema::enableForeignKeyConstraints();
    }
}
