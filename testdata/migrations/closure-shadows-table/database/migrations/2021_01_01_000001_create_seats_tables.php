<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        foreach (['seats', 'standing_places'] as $table) {
            // Inside, `$table` is the Blueprint and no longer the name.
            Schema::create($table, function (Blueprint $table) {
                $table->id();
                $table->integer('row')->index();
            });
            Schema::table($table, function (Blueprint $blueprint) use ($table) {
                $blueprint->string($table.'_label')->nullable();
            });
        }
    }
};
