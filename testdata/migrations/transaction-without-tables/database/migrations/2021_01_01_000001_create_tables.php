<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Schema;

class CreateTables extends Migration
{
    public $withinTransaction = false;

    public function up()
    {
        $name = 'inside';
        DB::transaction(function () use ($name) {
            return DB::table('migrations')->where('migration', $name)->count();
        });
        DB::beginTransaction();
        DB::rollBack();
        Schema::create($name, fn (Blueprint $table) => $table->string('text', 30));
    }
}
