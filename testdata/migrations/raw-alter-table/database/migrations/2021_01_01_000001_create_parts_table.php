<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create('parts', function (Blueprint $table) {
            $table->id();
            $table->string('name');
        });
        DB::statement('ALTER TABLE parts ADD COLUMN weight INTEGER NOT NULL DEFAULT 5');
        DB::statement('alter table parts add note varchar(20) null');
    }
};
