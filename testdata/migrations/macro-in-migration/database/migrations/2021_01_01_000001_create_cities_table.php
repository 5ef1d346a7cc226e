<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Blueprint::macro('coordinates', function () {
            foreach (['latitude', 'longitude'] as $axis) {
                $this->decimal($axis, 9, 6)->nullable();
            }
        });

        Schema::create('cities', function (Blueprint $table) {
            $table->id();
            $table->coordinates();
        });
    }
};
