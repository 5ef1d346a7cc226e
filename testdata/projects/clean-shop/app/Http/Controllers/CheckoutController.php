<?php

namespace App\Http\Controllers;

use App\Exceptions\PaymentFailedException;
use App\Http\Requests\CheckoutRequest;
use App\Http\Resources\OrderResource;
use App\Models\Address;
use App\Models\Cart;
use App\Models\Customer;
use App\Services\CheckoutService;
use App\Services\CouponService;
use App\Services\PaymentService;
use Illuminate\Http\JsonResponse;

class CheckoutController extends Controller
{
    public function __invoke(
        CheckoutRequest $request,
        Cart $cart,
        CheckoutService $checkout,
        CouponService $coupons,
        PaymentService $payments,
    ): OrderResource|JsonResponse {
        $customer = Customer::updateOrCreate(
            ['email' => $request->validated('email')],
            $request->safe(['first_name', 'last_name', 'phone']),
        );

        /** @var Address $address */
        $address = $customer->addresses()->create($request->validated('address'));

        $order = $checkout->place($cart, $customer, $address, $request->only('utm_source', 'utm_medium', 'utm_campaign'));

        if ($request->filled('coupon')) {
            $coupons->redeem($order, $request->validated('coupon'));
        }

        try {
            $payments->charge($order->refresh(), $request->validated('source'));
        } catch (PaymentFailedException $e) {
            return response()->json(['message' => $e->getMessage(), 'order' => $order->number], 402);
        }

        return new OrderResource($order->load('items', 'payments'));
    }
}
