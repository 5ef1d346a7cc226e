<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

class CreateTables extends Migration
{
    public function up()
    {
        foreach ($this->names() as $name => $length) {
            Schema::create($name, fn (Blueprint $table) => $table->string('code', $length));
        }
    }

    private function names(): iterable
    {
        yield 'first' => 10;
        foreach (['second' => 20, 'third' => 30] as $name => $length) {
            yield $name => $length;
        }
    }
}
