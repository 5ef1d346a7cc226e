<?php

namespace App\Jobs;

use App\Models\LoyaltyAccount;
use Illuminate\Bus\Queueable;
use Illuminate\Contracts\Queue\ShouldQueue;
use Illuminate\Support\Facades\DB;

class RecalculateTiers implements ShouldQueue
{
    use Queueable;

    public function handle(): void
    {
        $rows = LoyaltyAccount::query()
            ->without('customer')
            ->get(['id', 'customer_id', 'points'])
            ->map(fn (LoyaltyAccount $account) => [
                'id' => $account->id,
                'customer_id' => $account->customer_id,
                'tier' => $account->points >= 1000 ? 'silver' : 'bronze',
            ]);

        LoyaltyAccount::upsert($rows->all(), ['customer_id'], ['tier']);

        DB::table('loyalty_accounts')->insertUsing(
            ['customer_id', 'tier', 'points'],
            DB::table('customers')
                ->leftJoin('loyalty_accounts as a', 'a.customer_id', '=', 'customers.id')
                ->whereNull('a.id')
                ->where('customers.marketing_opt_in', true)
                ->select('customers.id', DB::raw("'bronze'"), DB::raw('0')),
        );

        DB::table('loyalty_entries')
            ->join('loyalty_accounts', 'loyalty_accounts.id', '=', 'loyalty_entries.loyalty_account_id')
            ->where('loyalty_accounts.tier', 'bronze')
            ->where('loyalty_entries.created_at', '<', now()->subYears(5))
            ->delete();
    }
}
