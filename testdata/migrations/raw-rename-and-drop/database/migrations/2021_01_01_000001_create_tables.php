<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Schema;

class CreateTables extends Migration
{
    public function up()
    {
        foreach (['a', 'b', 'c'] as $name) {
            Schema::create($name, function (Blueprint $table) {
                $table->id();
                $table->string('old');
            });
        }
        DB::statement('ALTER TABLE a RENAME TO first');
        DB::statement('drop table b');
        DB::statement('ALTER TABLE c RENAME COLUMN old TO new');
    }
}
