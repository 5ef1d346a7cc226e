<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

class CreateStatesTable extends Migration
{
    public function up()
    {
        Schema::create('states', function (Blueprint $table) {
            $table->id();
            $table->string('name')->unique();
        });
        Schema::dropIfExists('states');
        Schema::create('states', function (Blueprint $table) {
            $table->char('code', 2)->primary();
            $table->string('label');
        });
    }
}
