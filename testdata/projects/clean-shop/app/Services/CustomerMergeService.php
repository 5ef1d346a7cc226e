<?php

namespace App\Services;

use App\Models\Customer;
use Illuminate\Support\Facades\DB;

class CustomerMergeService
{
    /** Tables whose rows follow the customer. */
    private const FOLLOWERS = ['orders', 'carts', 'wishlists', 'newsletter_subscribers'];

    public function merge(Customer $from, Customer $into): void
    {
        DB::transaction(function () use ($from, $into) {
            foreach (self::FOLLOWERS as $table) {
                DB::table($table)->where('customer_id', $from->id)->update(['customer_id' => $into->id]);
            }

            DB::table('addresses')
                ->where(['addressable_type' => $from->getMorphClass(), 'addressable_id' => $from->id])
                ->update(['addressable_id' => $into->id]);

            $from->reviews()
                ->withoutGlobalScopes()
                ->whereNotIn('product_id', $into->reviews()->withoutGlobalScopes()->pluck('product_id'))
                ->update(['customer_id' => $into->id]);

            $from->delete();
        });
    }
}
