<?php

namespace App\Listeners;

use App\Events\StockDepleted;
use App\Models\Staff;
use App\Notifications\LowStockAlert;
use Illuminate\Support\Facades\Notification;

class NotifyPurchasing
{
    public function handle(StockDepleted $event): void
    {
        $people = Staff::query()
            ->with('user:id,name,email')
            ->where('job_title', 'Purchasing')
            ->where(fn ($query) => $query
                ->whereNull('warehouse_id')
                ->orWhere('warehouse_id', $event->level->warehouse_id))
            ->get()
            ->map->user
            ->filter();

        Notification::send($people, new LowStockAlert($event->level));
    }
}
