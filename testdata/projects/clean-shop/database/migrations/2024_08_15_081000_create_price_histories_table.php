<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up(): void
    {
        Schema::connection($this->getConnection())->create('price_histories', function ($table) {
            $table->id();
            $table->foreignId('price_id')->constrained()->cascadeOnDelete();
            $table->foreignId('changed_by')->nullable()->constrained('users')->nullOnDelete();
            $table->unsignedBigInteger('old_amount')->nullable();
            $table->unsignedBigInteger('new_amount');
            $table->timestamp('created_at')->useCurrent();
        });
    }

    public function down(): void
    {
        Schema::connection($this->getConnection())->dropIfExists('price_histories');
    }
};
