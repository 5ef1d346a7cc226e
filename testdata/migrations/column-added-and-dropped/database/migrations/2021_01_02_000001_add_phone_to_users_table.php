<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

class AddPhoneToUsersTable extends Migration
{
    public function up()
    {
        Schema::table('users', fn (Blueprint $table) => $table->string('phone', 20)->nullable()->unique());
    }

    public function down()
    {
        Schema::table('users', fn (Blueprint $table) => $table->dropUnique(['phone']));
        Schema::table('users', fn (Blueprint $table) => $table->dropColumn('phone'));
    }
}
