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
            $table->boolean('signed');
            $table->boolean('visible')->unsigned()->default(false);
        });
        Schema::table('things', fn (Blueprint $table) => $table->boolean('later')->unsigned()->nullable());
    }
};
