<?php

namespace App\Services;

use App\Enums\Table;
use App\Models\GiftCard;
use App\Models\OrderItem;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Str;

class GiftCardService
{
    public function issue(OrderItem $item, string $currency, ?string $email = null): GiftCard
    {
        $card = new GiftCard;
        $card->code = Str::upper(Str::random(16));
        $card->initial_amount = $card->balance = $item->total_amount;
        $card->currency_code = $currency;
        $card->recipient_email = $email;
        $card->orderItem()->associate($item);
        $card->save();

        return $card;
    }

    public function redeem(string $code, int $amount): bool
    {
        return DB::table(Table::GiftCards->value)
            ->where('code', $code)
            ->whereNull(Table::GiftCards->column('voided_at'))
            ->where('balance', '>=', $amount)
            ->update(['balance' => DB::raw('balance - '.$amount), 'changed_at' => now()]) === 1;
    }

    public function outstanding(): array
    {
        return GiftCard::usable()
            ->toBase()
            ->groupBy('currency_code')
            ->selectRaw('currency_code, sum(balance) as open')
            ->pluck('open', 'currency_code')
            ->all();
    }

    public function find(string $code): ?GiftCard
    {
        return GiftCard::withTrashed()->whereCode($code)->firstWhere('balance', '>', 0);
    }

    public function balance(string $code): int
    {
        return (int) GiftCard::where('code', $code)->soleValue('balance');
    }

    public function void(GiftCard $card): void
    {
        $card->delete();
    }

    public function unvoid(string $id): void
    {
        GiftCard::onlyTrashed()->findOrFail($id, ['id', 'voided_at'])->restore();
    }

    public function halfUsed(): int
    {
        return GiftCard::query()
            ->whereBetweenColumns('balance', [DB::raw(1), 'initial_amount'])
            ->whereColumn('balance', '!=', 'initial_amount')
            ->count();
    }
}
