<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up(): void
    {
        Schema::create('ai_accounts', function (Blueprint $table) {
            $table->id();
            $table->foreignId('provider_id')->constrained('ai_providers')->cascadeOnDelete();
            $table->string('name');
            // The organization as the provider knows it, such as "org-4fKx". Not a row of ours.
            $table->string('organization_id')->nullable();
            $table->string('status', 20)->default('active');
            $table->timestamps();

            $table->unique(['provider_id', 'name']);
        });
    }

    public function down(): void
    {
        Schema::dropIfExists('ai_accounts');
    }
};
