<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create('openings', function (Blueprint $table) {
            $table->id();
            foreach (['monday', 'tuesday', 'friday'] as $day) {
                $table->time($day.'_from')->nullable();
                $table->time("{$day}_until", 3)->nullable();
            }
        });
    }
};
