<?php

namespace App\Policies;

use App\Models\Order;
use App\Models\User;

class OrderPolicy
{
    public function view(User $user, Order $order): bool
    {
        return $user->is_admin || $order->customer()->where('user_id', $user->id)->exists();
    }

    public function refund(User $user, Order $order): bool
    {
        return $user->is_admin && $order->payments()->whereNotNull('captured_at')->exists();
    }
}
