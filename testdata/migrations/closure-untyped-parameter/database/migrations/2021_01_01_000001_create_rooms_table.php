<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Support\Facades\Schema;

class CreateRoomsTable extends Migration
{
    public function up()
    {
        Schema::create('rooms', function ($blueprint) {
            $blueprint->id();
            $blueprint->string('number', 10);
            $blueprint->unique('number');
        });
    }
}
