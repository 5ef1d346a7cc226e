<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

class AddOwnerToTables extends Migration
{
    private const TABLES = ['boats', 'cars'];

    public function up()
    {
        foreach (self::TABLES as $name) {
            Schema::create($name, fn (Blueprint $table) => $table->id());
        }
        foreach (static::TABLES as $position => $name) {
            Schema::table($name, function (Blueprint $table) use ($position) {
                $table->foreignId('owner_id')->default($position);
            });
        }
    }
}
