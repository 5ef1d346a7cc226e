<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

class SomethingElse extends Migration
{
    public function up()
    {
        Schema::create('something_else', fn (Blueprint $table) => $table->id());
    }
}

// Of several classes the one that the file is named after counts.
class CreateRealTable extends Migration
{
    public function up()
    {
        Schema::create('real_things', fn (Blueprint $table) => $table->id());
    }
}
