<?php

namespace App\Jobs;

use Illuminate\Contracts\Queue\ShouldQueue;
use Illuminate\Database\DatabaseManager;
use Illuminate\Foundation\Queue\Queueable;
use Illuminate\Support\Facades\Log;

class PruneExpiredCarts implements ShouldQueue
{
    use Queueable;

    public function handle(DatabaseManager $db): void
    {
        $gone = $db->table('carts')
            ->where('expires_at', '<', now())
            ->whereNotIn('customer_id', $db->table('orders')->where('status', 'pending')->select('customer_id'))
            ->delete();

        Log::info("Removed {$gone} carts.");
    }
}
