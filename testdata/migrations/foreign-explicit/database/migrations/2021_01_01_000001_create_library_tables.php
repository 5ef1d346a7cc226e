<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create('libraries', fn (Blueprint $table) => $table->increments('id'));
        Schema::create('shelves', function (Blueprint $table) {
            $table->unsignedInteger('library_id');
            $table->unsignedInteger('number');
            $table->primary(['library_id', 'number']);
            $table->foreign('library_id')->references('id')->on('libraries')->onDelete('cascade')->onUpdate('cascade');
        });
        Schema::create('copies', function (Blueprint $table) {
            $table->id();
            $table->unsignedInteger('library_id')->nullable();
            $table->unsignedInteger('shelf')->nullable();
            $table->unsignedInteger('lender_id')->nullable();
            // The order of the methods does not matter.
            $table->foreign('lender_id', 'copies_lender')->on('libraries')->onDelete('set null')->references('id');
            $table->foreign(['library_id', 'shelf'])
                ->references(['library_id', 'number'])
                ->on('shelves')
                ->onDelete('restrict')
                ->onUpdate('no action');
        });
    }
};
