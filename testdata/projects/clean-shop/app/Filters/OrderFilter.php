<?php

namespace App\Filters;

use App\Enums\OrderStatus;
use Illuminate\Database\Eloquent\Builder;

class OrderFilter extends Filter
{
    protected array $sortable = ['placed_at', 'grand_total', 'number'];

    public function status(string|array $status): void
    {
        $this->query->whereIn('status', (array) $status);
    }

    public function total(array $range): void
    {
        [$from, $to] = $range;

        $this->query->whereBetween('grand_total', [$from, $to])->orWhereBetween('subtotal', [$from, $to]);
    }

    public function customer(string $term): void
    {
        $this->query->whereHas('customer', function (Builder $customers) use ($term) {
            $customers->where('email', $term)->orWhere(fn (Builder $either) => $either->whereLike('last_name', "{$term}%")->orWhereLike('phone', $term));
        });
    }

    public function open(bool $open): void
    {
        $this->query->{$open ? 'whereIn' : 'whereNotIn'}('status', OrderStatus::open());
    }

    public function stuck(): void
    {
        $this->query
            ->whereNowOrPast('placed_at')
            ->whereBeforeToday('updated_at')
            ->orWhereAfterToday('placed_at')
            ->whereNot(fn (Builder $query) => $query->where('status', 'shipped')->orWhereNot('channel', 'web'))
            ->orWhereNotNull('external_order_id')
            ->orWhereNotBetween('shipping_total', [1, 100]);
    }

    public function quiet(): void
    {
        $this->query
            ->whereNotBetween('discount_total', [1, 500])
            ->orWhereNotIn('channel', ['web', 'phone'])
            ->orWhereNotLike('customer_note', '%!%')
            ->orWhereNull(['customer_note', 'internal_note'])
            ->whereNotBetweenColumns('grand_total', ['subtotal', 'tax_total'])
            ->whereValueBetween(100, ['discount_total', 'grand_total'])
            ->whereAll(['utm_source', 'utm_medium'], '=', 'mail')
            ->orWhereAny(['utm_campaign', 'channel'], 'mail')
            ->orWhereNone(['number', 'external_order_id'], 'like', 'X%');
    }
}
