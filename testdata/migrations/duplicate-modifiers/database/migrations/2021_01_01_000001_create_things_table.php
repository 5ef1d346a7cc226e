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
            // The last one counts.
            $table->string('a')->nullable()->nullable(false);
            $table->string('b')->default('x')->default('y');
            $table->string('c')->nullable()->default('z')->default(null);
            $table->integer('d')->unsigned()->unsigned(false);
        });
    }
};
