<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up(): void
    {
        Schema::create('customers', function (Blueprint $table) {
            $table->id();
            $table->foreignId('user_id')->nullable()->unique()->constrained()->nullOnDelete();
            $table->string('first_name');
            $table->string('last_name');
            $table->string('email')->unique();
            $table->string('phone', 32)->nullable();
            $table->string('stripe_customer_id')->nullable()->unique();
            $table->boolean('marketing_opt_in')->default(false);
            $table->timestamps();
            $table->softDeletes();

            // One customer a phone number, as long as nobody deletes it: NULLs are distinct.
            $table->boolean('is_live')->nullable()->storedAs('case when deleted_at is null then true end');
            $table->unique(['phone', 'is_live']);
        });
    }

    public function down(): void
    {
        Schema::dropIfExists('customers');
    }
};
