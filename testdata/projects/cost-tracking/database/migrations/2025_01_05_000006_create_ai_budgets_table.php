<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up(): void
    {
        Schema::create('ai_budgets', function (Blueprint $table) {
            $table->id();
            $table->unsignedBigInteger('user_id')->index();
            $table->string('name');
            $table->string('period', 20)->default('monthly');
            $table->decimal('limit_amount', 12, 4);
            $table->decimal('current_usage', 12, 4)->default(0);
            $table->char('currency', 3)->default('USD');
            $table->boolean('is_active')->default(true);
            $table->timestamps();

            $table->index(['is_active', 'period']);
        });
    }

    public function down(): void
    {
        Schema::dropIfExists('ai_budgets');
    }
};
