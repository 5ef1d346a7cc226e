<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

class CreateTables extends Migration
{
    private array $tables;

    public function __construct()
    {
        $this->tables = [
            'posts' => [
                fn (Blueprint $table) => $table->string('title'),
                fn (Blueprint $table) => $table->text('body'),
            ],
            'tags' => [fn (Blueprint $table) => $table->string('name')->unique()],
        ];
    }

    public function up()
    {
        foreach ($this->tables as $name => $columns) {
            Schema::create($name, function (Blueprint $table) use ($columns) {
                $table->id();
                foreach ($columns as $column) {
                    $column($table);
                }
            });
        }
    }
}
