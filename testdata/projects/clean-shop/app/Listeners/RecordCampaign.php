<?php

namespace App\Listeners;

use App\Events\OrderPlaced;
use Illuminate\Support\Arr;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Log;

class RecordCampaign
{
    public function handle(OrderPlaced $event): void
    {
        $campaign = Arr::only($event->campaign, ['utm_source', 'utm_medium', 'utm_campaign']);

        if ($campaign === []) {
            return;
        }

        try {
            DB::table('orders')->where('id', $event->order->id)->update([
                'utm_source' => $campaign['utm_source'] ?? null,
                'utm_medium' => $campaign['utm_medium'] ?? null,
                'utm_campaign' => $campaign['utm_campaign'] ?? null,
            ]);
        } catch (\Throwable $e) {
            Log::warning('The campaign of an order was lost.', ['order' => $event->order->number, 'exception' => $e]);
        }
    }
}
