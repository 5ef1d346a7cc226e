<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        // Gone with the connection: no part of the schema.
        Schema::create('scratch', function (Blueprint $table) {
            $table->temporary();
            $table->id();
        });
        Schema::create('kept', fn (Blueprint $table) => $table->id());
    }
};
