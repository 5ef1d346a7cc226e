<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up(): void
    {
        Schema::create('wishlists', function (Blueprint $table) {
            $table->id();
            $table->foreignId('customer_id')->constrained()->restrictOnDelete();
            $table->string('name')->default('Favourites');
            $table->boolean('is_public')->default(false);
            $table->timestamps();
        });

        Schema::create('product_wishlist', function (Blueprint $table) {
            $table->id();
            $table->foreignId('product_id')->constrained()->restrictOnDelete();
            $table->foreignId('wishlist_id')->constrained()->cascadeOnDelete();
            $table->timestamps();

            $table->unique(['product_id', 'wishlist_id']);
        });
    }

    public function down(): void
    {
        Schema::dropIfExists('product_wishlist');
        Schema::dropIfExists('wishlists');
    }
};
