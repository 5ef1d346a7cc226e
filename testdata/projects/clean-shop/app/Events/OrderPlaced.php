<?php

namespace App\Events;

use App\Models\Order;
use Illuminate\Foundation\Events\Dispatchable;
use Illuminate\Queue\SerializesModels;

class OrderPlaced
{
    use Dispatchable, SerializesModels;

    /** @param array<string, string> $campaign */
    public function __construct(public readonly Order $order, public readonly array $campaign = [])
    {
    }
}
