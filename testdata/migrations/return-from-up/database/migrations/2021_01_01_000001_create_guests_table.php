<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        if (! Schema::hasTable('guests')) {
            return Schema::create('guests', function (Blueprint $table) {
                $table->id();
                $table->ipAddress('ip');
            });
        }

        // Never reached: the table did not exist.
        Schema::drop('guests');
    }
};
