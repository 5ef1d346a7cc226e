<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create('users', function (Blueprint $table) {
            $table->id();
            $table->string('email');
            $table->timestamps();
        });
        Schema::table('users', function (Blueprint $table) {
            $table->string('name')->after('id');
            $table->string('phone')->nullable()->after('email');
        });
        Schema::table('users', function (Blueprint $table) {
            $table->uuid('number')->nullable()->first();
        });
        Schema::table('users', function (Blueprint $table) {
            // Each next column goes behind the one before.
            $table->after('email', function (Blueprint $table) {
                $table->string('street')->nullable();
                $table->string('city')->nullable();
            });
            $table->string('last')->nullable();
        });
    }
};
