<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\QueryException;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

class CreateTables extends Migration
{
    public function up()
    {
        try {
            Schema::create('tried', fn (Blueprint $table) => $table->id());
        } catch (QueryException $error) {
            Schema::create('caught', fn (Blueprint $table) => $table->id());
        } finally {
            Schema::create('last', fn (Blueprint $table) => $table->id());
        }
        if (! $this->works()) {
            throw new RuntimeException('It should have worked.');
        }
        Schema::create('after', fn (Blueprint $table) => $table->id());
    }

    private function works(): bool
    {
        try {
            return Schema::hasTable('tried');
        } catch (Throwable) {
            return false;
        }
    }
}
