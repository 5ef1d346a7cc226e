<?php

namespace App\Http\Controllers;

use App\Http\Resources\OrderResource;
use App\Models\Order;
use App\Models\Payment;
use App\Services\PaymentService;
use Illuminate\Http\Request;
use Illuminate\Http\Resources\Json\AnonymousResourceCollection;
use Illuminate\Support\Facades\Gate;
use Illuminate\Validation\Rule;

class OrderController extends Controller
{
    public function index(Request $request): AnonymousResourceCollection
    {
        $request->validate([
            'status' => ['nullable', 'string'],
            'customer' => 'nullable|integer|exists:customers,id',
            'warehouse' => ['nullable', Rule::exists('warehouses', 'code')->where('is_active', true)],
        ]);

        $orders = Order::query()
            ->when($request->status, fn ($query, $status) => $query->where('status', $status))
            ->when($request->customer, fn ($query, $id) => $query->where('customer_id', $id))
            ->when($request->warehouse, function ($query, string $code) {
                $query->whereHas('shipments.warehouse', fn ($warehouses) => $warehouses->where('code', $code));
            })
            ->withExists('refunds')
            ->latest('placed_at')
            ->paginate();

        return OrderResource::collection($orders);
    }

    public function show(Order $order): OrderResource
    {
        Gate::authorize('view', $order);

        return new OrderResource($order->loadMissing('items.taxRate', 'shipments.warehouse', 'coupons'));
    }

    public function refund(Request $request, Order $order, Payment $payment, PaymentService $payments): OrderResource
    {
        Gate::authorize('refund', $order);

        $data = $request->validate([
            'amount' => 'required|integer|min:1',
            'reason' => 'nullable|string|max:255',
        ]);

        $payments->refund($payment, $request->user(), $data['amount'], $data['reason'] ?? null);

        return new OrderResource($order->load('refunds'));
    }
}
