<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

class CreateLogsTableAgain extends Migration
{
    public function up()
    {
        // The table is there since the first migration, so none of these columns come to be.
        if (! Schema::hasTable('logs')) {
            Schema::create('logs', function (Blueprint $table) {
                $table->id();
                $table->string('level');
            });
        } else {
            Schema::table('logs', fn (Blueprint $table) => $table->string('channel')->nullable());
        }
        if (Schema::hasTable('unknown')) {
            Schema::drop('logs');
        }
    }
}
