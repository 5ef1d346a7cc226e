<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create('cars', function (Blueprint $table) {
            $table->id();
            $table->foreignId('trailer_of')->nullable()->constrained('cars');
            $table->string('plate')->unique();
            $table->index(['plate', 'trailer_of']);
        });
    }
};
