<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        if (config('features.reviews')) {
            Schema::create('reviews', fn (Blueprint $table) => $table->id());
        }
        if (config('features.wishlists')) {
            Schema::create('wishlists', fn (Blueprint $table) => $table->id());
        }
        if (env('FEATURE_UNHEARD_OF', 'no') === 'no') {
            Schema::create('plain', fn (Blueprint $table) => $table->id());
        }
    }
};
