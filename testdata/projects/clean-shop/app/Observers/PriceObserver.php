<?php

namespace App\Observers;

use App\Models\Price;
use App\Models\PriceHistory;
use Illuminate\Support\Facades\Auth;

class PriceObserver
{
    public function created(Price $price): void
    {
        PriceHistory::create([
            'price_id' => $price->id,
            'changed_by' => Auth::id(),
            'new_amount' => $price->amount,
        ]);
    }

    public function updated(Price $price): void
    {
        if ($price->wasChanged('amount')) {
            $price->histories()->create([
                'changed_by' => Auth::id(),
                'old_amount' => $price->getOriginal('amount'),
                'new_amount' => $price->amount,
            ]);
        }
    }
}
