<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up(): void
    {
        Schema::whenTableDoesntHaveColumn('newsletter_subscribers', 'token', function (Blueprint $table) {
            $table->ulid('token')->nullable()->unique()->after('email');
        });
    }

    public function down(): void
    {
        Schema::whenTableHasColumn('newsletter_subscribers', 'token', function (Blueprint $table) {
            $table->dropUnique(['token']);
            $table->dropColumn('token');
        });
    }
};
