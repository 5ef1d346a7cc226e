<?php

namespace App\Http\Resources;

use App\Support\Money;
use Illuminate\Http\Request;
use Illuminate\Http\Resources\Json\JsonResource;

/** @mixin \App\Models\Order */
class OrderResource extends JsonResource
{
    public function toArray(Request $request): array
    {
        return [
            'number' => $this->number,
            'status' => $this->status,
            'total' => (string) new Money($this->grand_total, $this->currency_code),
            'items' => $this->whenLoaded('items', fn () => $this->items->map->only('sku', 'name', 'quantity')),
            'coupons' => $this->whenLoaded('coupons', fn () => $this->coupons->mapWithKeys(
                fn ($coupon) => [$coupon->code => $coupon->pivot->discount_amount],
            )),
            'placed_at' => $this->placed_at,
        ];
    }
}
