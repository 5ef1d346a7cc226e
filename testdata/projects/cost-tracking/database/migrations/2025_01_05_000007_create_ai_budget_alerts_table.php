<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up(): void
    {
        Schema::create('ai_budget_alerts', function (Blueprint $table) {
            $table->id();
            $table->foreignId('budget_id')->constrained('ai_budgets')->cascadeOnDelete();
            $table->unsignedBigInteger('user_id');
            $table->unsignedTinyInteger('threshold');
            $table->decimal('spent', 12, 4);
            $table->string('severity', 20)->default('warning');
            $table->timestamp('sent_at')->nullable();
            $table->timestamps();

            $table->index(['user_id', 'created_at']);
        });
    }

    public function down(): void
    {
        Schema::dropIfExists('ai_budget_alerts');
    }
};
