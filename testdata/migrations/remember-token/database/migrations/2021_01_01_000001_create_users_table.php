<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

class CreateUsersTable extends Migration
{
    public function up()
    {
        Schema::create('users', function (Blueprint $table) {
            $table->id();
            $table->string('email')->unique();
            $table->rememberToken();
        });
        Schema::create('admins', function (Blueprint $table) {
            $table->id();
            $table->rememberToken()->index();
        });
        Schema::create('guests', function (Blueprint $table) {
            $table->id();
            $table->rememberToken();
        });
        Schema::table('guests', fn (Blueprint $table) => $table->dropRememberToken());
    }
}
