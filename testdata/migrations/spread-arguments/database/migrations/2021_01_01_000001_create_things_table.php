<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create('things', function (Blueprint $table) {
            $table->id();
            $name = ['name', 30];
            $table->string(...$name);
            $table->decimal(...['column' => 'price', 'places' => 1]);
            $this->strings($table, 'a', 'b', 'c');
            $table->index([...['a', 'b'], 'c'], ...['things_all']);
        });
    }

    private function strings(Blueprint $table, string ...$names): void
    {
        foreach ($names as $name) {
            $table->string($name, 5);
        }
    }
};
