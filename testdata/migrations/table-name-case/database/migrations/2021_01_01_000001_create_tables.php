<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

class CreateTables extends Migration
{
    public function up()
    {
        Schema::create('Users', function (Blueprint $table) {
            $table->id();
            $table->string('Email')->unique();
        });
        Schema::create('userPosts', function (Blueprint $table) {
            $table->id();
            $table->foreignId('userId')->constrained('Users');
        });
        // Column names are compared without regard to case.
        Schema::table('Users', fn (Blueprint $table) => $table->index('EMAIL'));
    }
}
