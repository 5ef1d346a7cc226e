<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

class MovePhone extends Migration
{
    public function up()
    {
        (new AddPhoneToUsersTable)->down();
        Schema::create('phones', function (Blueprint $table) {
            $table->id();
            $table->foreignId('user_id')->constrained();
            $table->string('number', 20)->unique();
        });
    }
}
