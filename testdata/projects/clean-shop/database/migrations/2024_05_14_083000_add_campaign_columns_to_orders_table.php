<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up(): void
    {
        Schema::table('orders', function (Blueprint $table) {
            foreach ($this->columns as $column) {
                $table->string($column, 100)->nullable();
            }
        });
    }

    public function down(): void
    {
        Schema::table('orders', fn (Blueprint $table) => $table->dropColumn($this->columns));
    }

    /** @var list<string> */
    private array $columns = ['utm_source', 'utm_medium', 'utm_campaign'];
};
