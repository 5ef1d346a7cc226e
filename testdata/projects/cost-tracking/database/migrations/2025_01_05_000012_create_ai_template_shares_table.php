<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up(): void
    {
        Schema::create('ai_template_shares', function (Blueprint $table) {
            $table->id();
            $table->foreignId('template_id')->constrained('ai_prompt_templates')->cascadeOnDelete();
            $table->morphs('shareable');
            $table->string('permission', 20)->default('view');
            $table->timestamps();

            $table->unique(['template_id', 'shareable_type', 'shareable_id'], 'ai_template_shares_unique');
        });
    }

    public function down(): void
    {
        Schema::dropIfExists('ai_template_shares');
    }
};
