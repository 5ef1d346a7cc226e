<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create('words', function (Blueprint $table) {
            $table->id();
            $table->string('text', 50);
            $table->char('language', 2);
        });
        DB::statement('CREATE INDEX words_by_text ON words (text)');
        DB::statement('create unique index words_once on words (text, language)');
        foreach (['language'] as $column) {
            DB::statement(sprintf('CREATE INDEX words_by_%1$s ON words (%1$s)', $column));
        }
    }
};
