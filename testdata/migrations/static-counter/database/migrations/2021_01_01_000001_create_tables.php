<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

class CreateTables extends Migration
{
    private static int $count = 0;

    public function up()
    {
        foreach (['x', 'y'] as $name) {
            self::$count++;
            Schema::create($name.'_'.self::$count, fn (Blueprint $table) => $table->id());
            Schema::create($name.'_'.$this->next(), fn (Blueprint $table) => $table->id());
        }
    }

    private function next(): int
    {
        static $next = 10;

        return ++$next;
    }
}
