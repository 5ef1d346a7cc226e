<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

class CreateTables extends Migration
{
    public function up()
    {
        Schema::create('tokens', function (Blueprint $table) {
            $table->id();
            $table->char('code', 10);
            $table->char('long', 36);
            $table->uuid('number');
            $table->char('text', 20);
        });
        Schema::table('tokens', function (Blueprint $table) {
            $table->string('code', 40)->change();
            $table->string('long')->change();
            $table->string('number')->nullable()->change();
            $table->text('text')->change();
        });
    }
}
