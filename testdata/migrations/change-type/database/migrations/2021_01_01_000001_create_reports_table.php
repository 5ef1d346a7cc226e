<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create('reports', function (Blueprint $table) {
            $table->id();
            $table->string('title', 50);
            $table->string('body');
            $table->integer('reads');
            $table->date('day');
        });
        Schema::table('reports', function (Blueprint $table) {
            $table->string('title', 200)->change();
            $table->mediumText('body')->change();
            $table->unsignedBigInteger('reads')->change();
            $table->dateTime('day')->nullable()->change();
        });
    }
};
