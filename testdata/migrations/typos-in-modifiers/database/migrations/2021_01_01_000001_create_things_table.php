<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create('things', function (Blueprint $table) {
            $table->id();
            // Any word is taken, and those that mean nothing do nothing.
            $table->string('a')->nulable();
            $table->string('b')->nullable(true)->defaults('x');
            $table->string('c')->required();
            // Methods of objects are found whatever their case; attributes of columns are not methods.
            $table->STRING('d', 20);
            $table->string('e')->Nullable();
        });
    }
};
