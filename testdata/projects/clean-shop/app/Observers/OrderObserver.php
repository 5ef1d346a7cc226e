<?php

namespace App\Observers;

use App\Models\Campaign;
use App\Models\LoyaltyEntry;
use App\Models\Order;

class OrderObserver
{
    public function updated(Order $order): void
    {
        if (! $order->wasChanged('status') || $order->isClean(['status', 'grand_total'])) {
            return;
        }

        Campaign::withoutGlobalScopes()
            ->where('code', $order->getOriginal('utm_campaign') ?? '')
            ->increment('spent', $order->getOriginal('discount_total'));
    }

    public function deleting(Order $order): void
    {
        $order->payments()->where('status', 'pending')->update(['failure_reason' => 'Order removed']);
        $order->coupons()->toggle($order->coupons()->pluck('coupons.id'));
    }

    public function restored(Order $order): void
    {
        LoyaltyEntry::whereBelongsTo($order)->get()->each(fn (LoyaltyEntry $entry) => $entry->replicate(['points'])->fill(['points' => 0])->save());
    }
}
