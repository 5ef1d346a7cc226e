<?php

use App\Http\Controllers\Admin\DashboardController;
use App\Http\Controllers\Admin\StockController;
use App\Http\Controllers\Admin\WebhookEndpointController;
use App\Http\Controllers\ReviewController;
use Illuminate\Support\Facades\Route;

Route::view('/', 'home')->name('home');

Route::get('/pages/{page}', fn (string $page) => view("pages.{$page}"))->where('page', '[a-z-]+');

Route::middleware('auth')->group(function () {
    Route::post('/products/{product}/reviews', [ReviewController::class, 'store'])->name('reviews.store');
    Route::patch('/reviews/{id}/approve', [ReviewController::class, 'approve'])->whereNumber('id');

    Route::prefix('admin')->name('admin.')->group(function () {
        Route::get('/', DashboardController::class)->name('dashboard');
        Route::get('/stock/{warehouse:code}', [StockController::class, 'index'])->where(['warehouse' => '[A-Z0-9]+']);
        Route::put('/stock/levels/{level}', [StockController::class, 'adjust'])->whereNumber('level');
        Route::get('/stock/levels/{level}/history', [StockController::class, 'history']);
        Route::apiResource('webhooks', WebhookEndpointController::class)->only('index', 'store');
    });
});
