<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Schema;

class CreateTables extends Migration
{
    public function up()
    {
        Schema::create('makers', fn (Blueprint $table) => $table->id());
        Schema::create('cars', function (Blueprint $table) {
            $table->id();
            $table->foreignId('maker_id')->constrained();
            $table->string('plate')->unique();
            $table->string('colour')->index('cars_by_colour');
            $table->morphs('owner');
        });
        Schema::table('cars', fn (Blueprint $table) => $table->dropUnique(['plate']));
        if (Schema::hasTable('cars') && ! Schema::hasTable('app_cars')) {
            Schema::rename('makers', 'producers');
        }
        // Raw SQL gets no prefix by itself.
        DB::statement('CREATE INDEX cars_by_plate ON '.DB::getTablePrefix().'cars (plate)');
    }
}
