<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up(): void
    {
        Schema::create('gift_cards', function (Blueprint $table) {
            $table->ulid('id')->primary();
            $table->foreignId('order_item_id')->nullable()->constrained()->nullOnDelete();
            $table->string('code', 24)->unique();
            $table->unsignedBigInteger('initial_amount');
            $table->unsignedBigInteger('balance');
            $table->char('currency_code', 3);
            $table->string('recipient_email')->nullable();
            $table->text('message')->nullable();
            $table->timestamp('issued_at')->nullable();
            $table->timestamp('changed_at')->nullable();
            $table->softDeletes('voided_at');

            $table->foreign('currency_code')->references('code')->on('currencies')->restrictOnDelete();
        });
    }

    public function down(): void
    {
        Schema::dropIfExists('gift_cards');
    }
};
