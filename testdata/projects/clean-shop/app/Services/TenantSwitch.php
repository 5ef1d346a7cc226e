<?php

namespace App\Services;

use App\Models\Analytics\Visitor;
use App\Models\Order;
use App\Models\Product;
use Illuminate\Support\Facades\DB;

/**
 * Some customers bring a database of their own. What is in it we learn only there.
 */
class TenantSwitch
{
    public function run(string $database, callable $callback): mixed
    {
        config(['database.connections.tenant' => array_merge(config('database.connections.mysql'), ['database' => $database])]);
        DB::purge('tenant');

        return tap($callback(DB::connection('tenant')), fn () => DB::disconnect('tenant'));
    }

    public function invoices(string $database): int
    {
        return $this->run($database, fn ($tenant) => $tenant->table('invoices')->whereNull('voided_on')->count());
    }

    public function copy(Order $order): void
    {
        DB::connection('tenant')->table('imported_orders')->insert(['remote_id' => $order->id, 'payload' => $order->toJson()]);

        $remote = (new Product)->setConnection('tenant')->newQuery()->where('remote_sku', 'A')->first();
        Product::on('tenant')->where('remote_sku', 'B')->update(['remote_state' => $remote?->remote_state]);
    }

    /** Partitions of the visitors, one a year; old installations have some. */
    public function partition(int $year): int
    {
        $visitors = new Visitor;
        $visitors->setTable("visitors_{$year}");

        return $visitors->newQuery()->where('archived', true)->count();
    }
}
