<?php

namespace App\Services;

use App\Models\Customer;
use App\Models\LoyaltyAccount;
use App\Models\LoyaltyEntry;
use App\Models\Order;
use App\Support\RowStore;
use Illuminate\Support\Collection;
use Illuminate\Support\Facades\DB;

class LoyaltyService
{
    private const TIERS = ['gold' => 5000, 'silver' => 1000];

    public function __construct(private RowStore $rows)
    {
    }

    public function earn(Order $order): void
    {
        $account = LoyaltyAccount::firstOrCreate(['customer_id' => $order->customer_id], ['tier' => 'bronze']);
        $points = intdiv($order->grand_total, 100);

        DB::transaction(function () use ($account, $order, $points) {
            $account->entries()->updateOrCreate(['order_id' => $order->id], ['points' => $points, 'note' => $order->number]);
            $account->increment('points', $points, ['last_activity_at' => now()]);
        });

        $this->promote($account->fresh());
    }

    public function spend(LoyaltyAccount $account, int $points): bool
    {
        $changed = LoyaltyAccount::whereKey($account->getKey())
            ->where('points', '>=', $points)
            ->decrement('points', $points, ['points_spent' => DB::raw("points_spent + {$points}")]);

        return $changed === 1 && $this->rows->store('loyalty_entries', [
            'loyalty_account_id' => $account->id,
            'points' => -$points,
            'note' => 'Spent',
        ]);
    }

    public function expire(int $months = 24): int
    {
        $expired = 0;

        LoyaltyAccount::query()->dormantSince(now()->subMonths($months))->inTier('bronze', 'silver')->chunkById(
            100,
            function (Collection $accounts) use (&$expired) {
                foreach ($accounts as $account) {
                    $account->update(['points' => 0]);
                    $expired++;
                }
            },
            column: 'id',
        );

        return $expired;
    }

    /** @return Collection<int, LoyaltyAccount> */
    public function ranking(): Collection
    {
        return LoyaltyAccount::query()
            ->richest()
            ->with(['latestEntry', 'biggestEntry:loyalty_entries.id,loyalty_entries.loyalty_account_id,loyalty_entries.points'])
            ->withSum(['entries as earned' => fn ($entries) => $entries->where('points', '>', 0)], 'points')
            ->withMax('entries', 'created_at')
            ->get()
            ->where('earned', '>', 0)
            ->sortByDesc('entries_max_created_at')
            ->values();
    }

    public function merge(Customer $from, Customer $into): void
    {
        $account = LoyaltyAccount::query()->firstOrCreate(['customer_id' => $into->id]);

        LoyaltyEntry::query()
            ->whereRelation('account', 'customer_id', $from->id)
            ->whereHas('account.customer', fn ($customers) => $customers->onlyTrashed()->orWhere('customers.id', $from->id))
            ->each(fn (LoyaltyEntry $entry) => $entry->account()->associate($account)->save());
    }

    private function promote(LoyaltyAccount $account): void
    {
        foreach (self::TIERS as $tier => $points) {
            if ($account->points >= $points) {
                $account->fill(['tier' => $tier])->save();

                return;
            }
        }
    }
}
