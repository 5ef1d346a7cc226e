<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create('books', function (Blueprint $table) {
            $table->id();
            $table->string('title')->fulltext();
            $table->string('subtitle')->fullText('books_subtitle');
            $table->text('blurb');
            $table->text('review');
            $table->fullText(['title', 'blurb']);
            $table->fullText('review', 'books_review');
        });
        Schema::table('books', fn (Blueprint $table) => $table->dropFullText(['title', 'blurb']));
        Schema::table('books', fn (Blueprint $table) => $table->dropFullText('books_review'));
    }
};
