<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up(): void
    {
        Schema::table('users', function (Blueprint $table) {
            $table->after('email', function (Blueprint $table) {
                $table->string('phone', 32)->nullable();
                $table->char('locale', 2)->default('en');
                $table->boolean('is_admin')->default(false);
            });
            $table->timestamp('last_login_at')->nullable()->after('remember_token');
        });
    }

    public function down(): void
    {
        Schema::dropColumns('users', ['phone', 'locale', 'is_admin', 'last_login_at']);
    }
};
