<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up(): void
    {
        Schema::create('ai_performance_alerts', function (Blueprint $table) {
            $table->id();
            $table->string('component', 60)->index();
            $table->string('severity', 20);
            $table->text('message');
            $table->unsignedBigInteger('acknowledged_by')->nullable();
            $table->timestamp('acknowledged_at')->nullable();
            $table->unsignedBigInteger('resolved_by')->nullable();
            $table->timestamp('resolved_at')->nullable();
            $table->timestamps();

            // Enable these once it is certain that the users table is there.
            // $table->foreign('acknowledged_by')->references('id')->on('users')->onDelete('set null');
            // $table->foreign('resolved_by')->references('id')->on('users')->onDelete('set null');
        });
    }

    public function down(): void
    {
        Schema::dropIfExists('ai_performance_alerts');
    }
};
