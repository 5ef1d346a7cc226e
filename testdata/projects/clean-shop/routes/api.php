<?php

use App\Http\Controllers\CartController;
use App\Http\Controllers\CategoryController;
use App\Http\Controllers\CheckoutController;
use App\Http\Controllers\OrderController;
use App\Http\Controllers\ProductController;
use App\Http\Controllers\ReviewController;
use Illuminate\Support\Facades\Route;

Route::apiResource('products', ProductController::class);
Route::apiResource('categories', CategoryController::class)->only('index', 'show', 'store');
Route::get('products/{product}/reviews', [ReviewController::class, 'index']);

Route::post('carts', [CartController::class, 'store']);
Route::get('carts/{cart}', [CartController::class, 'show'])->whereUuid('cart');
Route::post('carts/{cart}/items', [CartController::class, 'add'])->whereUuid('cart');
Route::delete('carts/{cart}/items/{item}', [CartController::class, 'remove'])->where('item', '[0-9]+');
Route::post('carts/{cart}/checkout', CheckoutController::class)->middleware('throttle:10,1');

Route::middleware('auth:sanctum')->group(function () {
    Route::get('orders', [OrderController::class, 'index']);
    Route::get('orders/{order:number}', [OrderController::class, 'show']);
    Route::post('orders/{order}/payments/{payment}/refunds', [OrderController::class, 'refund'])->scopeBindings();
});
