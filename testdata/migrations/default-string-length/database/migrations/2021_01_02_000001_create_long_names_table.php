<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Database\Schema\Builder;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        // From here on, also for the migrations after this one.
        Builder::defaultStringLength(100);
        Schema::create('long_names', fn (Blueprint $table) => $table->string('name'));
    }
};
