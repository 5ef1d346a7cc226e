<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create('visits', function (Blueprint $table) {
            $table->id();
            $table->timestamp('came_at')->useCurrent();
            $table->timestamp('seen_at')->useCurrent()->useCurrentOnUpdate();
            $table->dateTime('left_at')->nullable()->useCurrent();
            $table->timestamp('changed_at')->nullable()->useCurrentOnUpdate();
        });
    }
};
