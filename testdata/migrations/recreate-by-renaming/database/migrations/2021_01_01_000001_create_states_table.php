<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Schema;

class CreateStatesTable extends Migration
{
    public function up()
    {
        Schema::create('states', function (Blueprint $table) {
            $table->id();
            $table->string('name');
        });
        DB::table('states')->insert([['name' => 'one'], ['name' => 'two']]);

        // As one does it where the database cannot change a table.
        Schema::rename('states', 'states_old');
        Schema::create('states', function (Blueprint $table) {
            $table->id();
            $table->string('title', 60);
        });
        foreach (DB::table('states_old')->get() as $state) {
            DB::table('states')->insert(['id' => $state->id, 'title' => $state->name]);
        }
        Schema::drop('states_old');
    }
}
