<?php

namespace App\Http\Controllers;

use App\Http\Requests\AddToCartRequest;
use App\Models\Cart;
use App\Models\CartItem;
use App\Models\ProductVariant;
use App\Services\CartService;
use Illuminate\Http\JsonResponse;
use Illuminate\Http\Request;

class CartController extends Controller
{
    public function __construct(private readonly CartService $carts)
    {
    }

    public function store(Request $request): JsonResponse
    {
        return response()->json($this->carts->open($request->user()?->customer), 201);
    }

    public function show(Cart $cart): JsonResponse
    {
        return response()->json([
            'id' => $cart->id,
            'items' => $cart->items()->with('variant:id,sku,name')->oldest()->get(),
            'total' => $this->carts->total($cart),
        ]);
    }

    public function add(AddToCartRequest $request, Cart $cart): JsonResponse
    {
        $variant = ProductVariant::findOrFail($request->validated('variant'));

        return response()->json($this->carts->add($cart, $variant, (int) $request->validated('quantity', 1)));
    }

    public function remove(Cart $cart, CartItem $item): JsonResponse
    {
        abort_unless($item->cart()->is($cart), 404);
        $item->delete();

        return response()->json(['left' => $cart->items()->count()]);
    }
}
