<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Schema;

class CreateTables extends Migration
{
    public function up()
    {
        $made = DB::transaction(function () {
            Schema::create('inside', fn (Blueprint $table) => $table->id());

            return 'inside';
        });
        DB::transaction(fn () => Schema::table($made, fn (Blueprint $table) => $table->string('text')->nullable()));
        DB::beginTransaction();
        Schema::create('between', fn (Blueprint $table) => $table->id());
        DB::commit();
    }
}
