<?php

namespace App\Jobs;

use App\Enums\OrderStatus;
use App\Models\Order;
use App\Models\Shipment;
use App\Models\Warehouse;
use App\Models\WebhookDelivery;
use App\Models\WebhookEndpoint;
use Illuminate\Contracts\Queue\ShouldQueue;
use Illuminate\Foundation\Queue\Queueable;
use Illuminate\Support\Facades\DB;

class ShipOrder implements ShouldQueue
{
    use Queueable;

    public function __construct(private readonly Order $order, private readonly Warehouse $warehouse)
    {
    }

    public function handle(): void
    {
        DB::transaction(function () {
            $shipment = new Shipment(['carrier' => 'post', 'shipped_at' => now()]);
            $shipment->order()->associate($this->order);
            $shipment->warehouse()->associate($this->warehouse);
            $shipment->save();

            DB::table('order_item_shipment')->insert(
                $this->order->items->map(fn ($item) => [
                    'order_item_id' => $item->id,
                    'shipment_id' => $shipment->id,
                    'quantity' => $item->quantity,
                ])->all()
            );

            $this->order->update(['status' => OrderStatus::Shipped]);
        });

        foreach (WebhookEndpoint::listeningTo('order.shipped')->cursor() as $endpoint) {
            DeliverWebhook::dispatch(WebhookDelivery::create([
                'webhook_endpoint_id' => $endpoint->id,
                'event' => 'order.shipped',
                'payload' => ['number' => $this->order->number],
            ]));
        }
    }
}
