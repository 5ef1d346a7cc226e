<?php

namespace App\Console\Commands;

use App\Services\ReportService;
use Illuminate\Console\Command;

class SalesReport extends Command
{
    protected $signature = 'report:sales {--channel=} {--limit=10}';

    protected $description = 'Shows what sells best, and where the money comes from';

    public function handle(ReportService $reports): int
    {
        $this->table(
            ['sku', 'name', 'sold'],
            $reports->bestSellers((int) $this->option('limit'), $this->option('channel'))
                ->map(fn (object $row) => [$row->sku, $row->name, $row->sold]),
        );

        $this->line($reports->revenueByCountry()->map(fn ($sum, $country) => "{$country} {$sum}")->join(', '));

        return self::SUCCESS;
    }
}
