<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up(): void
    {
        Schema::create('exchange_rates', function (Blueprint $table) {
            $table->id();

            foreach (['base_currency', 'quote_currency'] as $column) {
                $table->char($column, 3);
                $table->foreign($column)->references('code')->on('currencies')->cascadeOnDelete();
            }

            $table->decimal('rate', 16, 8);
            $table->timestamp('fetched_at');
            $table->unique(['base_currency', 'quote_currency']);
        });
    }

    public function down(): void
    {
        Schema::dropIfExists('exchange_rates');
    }
};
