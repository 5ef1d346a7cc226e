<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create('users', fn (Blueprint $table) => $table->id());
        Schema::create('posts', function (Blueprint $table) {
            $table->id();
            $table->foreignId('user_id')->constrained();
            $table->foreignId('editor_id')->constrained('users');
            $table->string('title');
        });
        Schema::table('posts', function (Blueprint $table) {
            $table->dropConstrainedForeignId('editor_id');
        });
    }
};
