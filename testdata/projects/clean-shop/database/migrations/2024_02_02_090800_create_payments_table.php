<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up(): void
    {
        Schema::create('payments', function (Blueprint $table) {
            $table->id();
            $table->unsignedBigInteger('order_id');
            $table->string('provider', 32);
            $table->string('provider_payment_id', 128)->nullable();
            $table->string('status', 20)->default('pending');
            $table->unsignedBigInteger('amount');
            $table->char('currency_code', 3);
            $table->string('failure_reason')->nullable();
            $table->timestamp('captured_at')->nullable();
            $table->timestamps();

            $table->foreign('order_id')->references('id')->on('orders')->onDelete('restrict');
            $table->foreign(['currency_code'], 'payments_currency_foreign')->references(['code'])->on('currencies')->onDelete('restrict');
            $table->unique(['provider', 'provider_payment_id']);
        });
    }

    public function down(): void
    {
        Schema::dropIfExists('payments');
    }
};
