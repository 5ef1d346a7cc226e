<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

class CreateArticlesTables extends Migration
{
    public function up()
    {
        $this->createTable('articles', function (Blueprint $table) {
            $table->string('title');
            $this->addAuthorship($table, 'written_by', false);
        });
        $this->createTable('comments', function (Blueprint $table) {
            $this->addAuthorship($table);
        });
    }

    private function createTable(string $name, Closure $columns): void
    {
        Schema::create($name, function (Blueprint $table) use ($columns) {
            $table->id();
            $columns($table);
            $table->timestamps();
        });
    }

    private function addAuthorship(Blueprint $table, string $column = 'author', bool $nullable = true)
    {
        $table->unsignedBigInteger($column)->nullable($nullable)->index();
    }
}
