<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create('things', fn (Blueprint $table) => $table->id());
        Schema::table('things', function (Blueprint $table) {
            //
        });
        // Nothing is sent to the database, so the table need not exist.
        Schema::table('ghosts', function (Blueprint $table) {
        });
    }

    public function down()
    {
        Schema::dropIfExists('things');
    }
};
