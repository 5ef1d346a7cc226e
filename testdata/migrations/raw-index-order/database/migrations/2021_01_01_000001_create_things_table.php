<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create('things', function (Blueprint $table) {
            $table->id();
            $table->string('name', 40);
            $table->string('kind', 40);
            $table->index(['kind', DB::raw('name desc')], 'things_newest');
            $table->index([DB::raw('name ASC'), DB::raw('kind DESC')], 'things_by_name');
            $table->rawIndex('kind desc, name', 'things_raw');
        });
    }
};
