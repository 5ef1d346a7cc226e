<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create('zones', function (Blueprint $table) {
            $table->string('code', 5)->nullable();
            $table->string('name', 50);
        });
        Schema::table('zones', fn (Blueprint $table) => $table->primary('code'));

        Schema::create('places', fn (Blueprint $table) => $table->string('name', 50));
        Schema::table('places', fn (Blueprint $table) => $table->id()->first());
    }
};
