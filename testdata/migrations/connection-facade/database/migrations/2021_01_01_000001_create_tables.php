<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Schema;

class CreateTables extends Migration
{
    public function up()
    {
        Schema::create('here', fn (Blueprint $table) => $table->id());
        Schema::connection('second')->create('there', function (Blueprint $table) {
            $table->id();
            $table->string('name')->unique();
        });
        $schema = DB::connection('second')->getSchemaBuilder();
        if (! $schema->hasTable('here')) {
            $schema->create('here', fn (Blueprint $table) => $table->string('other'));
        }
        if (Schema::connection('second')->hasColumn('there', 'name')) {
            Schema::connection('second')->table('there', fn (Blueprint $table) => $table->text('more')->nullable());
        }
    }
}
