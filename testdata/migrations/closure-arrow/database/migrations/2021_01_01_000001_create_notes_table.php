<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

class CreateNotesTable extends Migration
{
    public function up()
    {
        Schema::create('notes', fn (Blueprint $table) => $table->id());

        // An arrow function has one expression; a chain of modifiers is still one.
        Schema::table('notes', fn (Blueprint $table) => $table->string('title', 80)->nullable()->index());
    }
}
