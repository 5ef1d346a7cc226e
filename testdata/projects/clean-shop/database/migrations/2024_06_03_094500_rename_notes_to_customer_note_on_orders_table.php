<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up(): void
    {
        Schema::table('orders', function (Blueprint $table) {
            $table->renameColumn('notes', 'customer_note');
        });

        Schema::table('orders', function (Blueprint $table) {
            $table->text('internal_note')->nullable()->after('customer_note');
        });
    }

    public function down(): void
    {
        Schema::table('orders', function (Blueprint $table) {
            $table->dropColumn('internal_note');
        });

        Schema::table('orders', function (Blueprint $table) {
            $table->renameColumn('customer_note', 'notes');
        });
    }
};
