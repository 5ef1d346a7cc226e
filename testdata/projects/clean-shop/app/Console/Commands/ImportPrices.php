<?php

namespace App\Console\Commands;

use App\Models\ProductVariant;
use Illuminate\Console\Command;
use Illuminate\Support\Facades\DB;

class ImportPrices extends Command
{
    protected $signature = 'prices:import {file} {--currency=EUR}';

    protected $description = 'Reads prices from a CSV file with the columns sku and amount';

    public function handle(): int
    {
        $variants = ProductVariant::pluck('id', 'sku');
        $currency = $this->option('currency');
        $failed = 0;

        foreach ($this->rows() as [$sku, $amount]) {
            try {
                DB::table('prices')->updateOrInsert(
                    ['product_variant_id' => $variants[$sku], 'currency_code' => $currency, 'ends_at' => null],
                    ['amount' => (int) $amount, 'updated_at' => now()],
                );
            } catch (\Throwable $e) {
                $this->error("{$sku}: {$e->getMessage()}");
                report($e);
                $failed++;
            }
        }

        $this->table(['what', 'how many'], [['variants', $variants->count()], ['failed', $failed]]);

        return $failed === 0 ? self::SUCCESS : self::FAILURE;
    }

    private function rows(): iterable
    {
        $file = new \SplFileObject($this->argument('file'));
        $file->setFlags(\SplFileObject::READ_CSV | \SplFileObject::SKIP_EMPTY | \SplFileObject::READ_AHEAD);

        foreach ($file as $row) {
            yield [$row[0], $row[1]];
        }
    }
}
