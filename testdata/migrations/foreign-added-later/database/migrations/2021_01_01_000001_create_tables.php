<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

class CreateTables extends Migration
{
    public function up()
    {
        Schema::create('albums', fn (Blueprint $table) => $table->id());
        Schema::create('photos', function (Blueprint $table) {
            $table->id();
            $table->unsignedBigInteger('album_id');
        });
        Schema::table('photos', function (Blueprint $table) {
            $table->foreign('album_id')->references('id')->on('albums')->cascadeOnDelete();
            $table->foreignId('cover_of')->nullable()->constrained('albums');
        });
    }
}
