<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up(): void
    {
        Schema::table('shipments', function (Blueprint $table) {
            $this->money($table, 'cost');
        });

        Schema::table('refunds', function (Blueprint $table) {
            $this->money($table, 'fee');
        });
    }

    public function down(): void
    {
        Schema::table('shipments', fn (Blueprint $table) => $table->dropColumn(['cost_net', 'cost_tax']));
        Schema::table('refunds', fn (Blueprint $table) => $table->dropColumn(['fee_net', 'fee_tax']));
    }

    private function money(Blueprint $table, string $name): void
    {
        $table->unsignedBigInteger("{$name}_net")->default(0);
        $table->unsignedBigInteger($name.'_tax')->default(0);
    }
};
