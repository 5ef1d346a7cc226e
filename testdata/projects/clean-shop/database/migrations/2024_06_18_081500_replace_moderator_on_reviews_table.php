<?php

use App\Models\User;
use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up(): void
    {
        Schema::table('reviews', function (Blueprint $table) {
            $table->dropConstrainedForeignId('moderator_id');
        });

        Schema::table('reviews', function (Blueprint $table) {
            $table->foreignIdFor(User::class, 'approved_by')->nullable()->after('is_approved')->constrained()->nullOnDelete();
            $table->timestamp('approved_at')->nullable()->after('approved_by');
        });
    }

    public function down(): void
    {
        Schema::table('reviews', function (Blueprint $table) {
            $table->dropConstrainedForeignIdFor(User::class, 'approved_by');
            $table->dropColumn('approved_at');
        });

        Schema::table('reviews', function (Blueprint $table) {
            $table->foreignId('moderator_id')->nullable()->constrained('users')->nullOnDelete();
        });
    }
};
