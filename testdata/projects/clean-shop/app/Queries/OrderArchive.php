<?php

namespace App\Queries;

use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Schema;

/**
 * Moves the orders of a year to a table of their own.
 */
class OrderArchive
{
    public function __construct(private readonly int $year)
    {
    }

    public function run(): int
    {
        $archive = $this->table();

        if (! Schema::hasTable($archive)) {
            Schema::create($archive, function (Blueprint $table) {
                $table->unsignedBigInteger('id')->primary();
                $table->string('number', 32);
                $table->unsignedBigInteger('grand_total');
                $table->timestamp('placed_at')->nullable();
            });
        }

        DB::table($archive)->insertOrIgnoreUsing(
            ['id', 'number', 'grand_total', 'placed_at'],
            DB::table('orders')->whereYear('placed_at', $this->year)->select('id', 'number', 'grand_total', 'placed_at'),
        );

        return DB::table($archive)->where('grand_total', '>', 0)->count();
    }

    public function total(): int
    {
        return Schema::hasTable($this->table()) ? (int) DB::table($this->table())->sum('grand_total') : 0;
    }

    private function table(): string
    {
        return 'orders_'.$this->year;
    }
}
