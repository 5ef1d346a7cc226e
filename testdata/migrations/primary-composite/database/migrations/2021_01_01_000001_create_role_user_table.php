<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create('role_user', function (Blueprint $table) {
            $table->unsignedBigInteger('role_id');
            $table->unsignedBigInteger('user_id');
            $table->primary(['user_id', 'role_id']);
        });
        Schema::create('scores', function (Blueprint $table) {
            $table->string('player', 30);
            $table->unsignedInteger('round');
            $table->primary(['player', 'round'], 'scores_key');
        });
        Schema::create('seasons', function (Blueprint $table) {
            $table->string('name', 10);
            $table->primary('name');
        });
    }
};
