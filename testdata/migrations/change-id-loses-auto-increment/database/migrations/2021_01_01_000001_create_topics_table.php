<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create('topics', function (Blueprint $table) {
            $table->increments('id');
            $table->string('text');
        });
        // The column method says `autoIncrement: false` as much as the others say true.
        Schema::table('topics', fn (Blueprint $table) => $table->unsignedBigInteger('id')->change());
    }
};
