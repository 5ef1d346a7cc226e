<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create('things', function (Blueprint $table) {
            $table->id();
            // What a column method takes as arguments are attributes that can be set anew.
            $table->string('name', 10)->length(20);
            $table->decimal('price')->total(12)->places(4);
            $table->timestamp('seen_at')->precision(3)->nullable();
            $table->string('kind')->type('text');
        });
    }
};
