<?php

namespace App\Listeners;

use App\Events\OrderPlaced;
use App\Notifications\OrderConfirmation;
use Illuminate\Contracts\Queue\ShouldQueue;

class SendOrderConfirmation implements ShouldQueue
{
    public string $queue = 'mail';

    public function handle(OrderPlaced $event): void
    {
        $event->order->customer->notify(new OrderConfirmation($event->order));
    }
}
