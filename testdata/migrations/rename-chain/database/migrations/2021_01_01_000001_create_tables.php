<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

class CreateTables extends Migration
{
    public function up()
    {
        // Two tables swap their names.
        Schema::create('left', fn (Blueprint $table) => $table->string('l'));
        Schema::create('right', fn (Blueprint $table) => $table->string('r'));
        Schema::rename('left', 'middle');
        Schema::rename('right', 'left');
        Schema::rename('middle', 'right');
        foreach (['left' => 'port', 'right' => 'starboard'] as $from => $to) {
            Schema::rename($from, $to);
        }
    }
}
