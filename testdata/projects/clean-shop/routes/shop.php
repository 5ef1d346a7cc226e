<?php

use App\Http\Controllers\Auth\LoginController;
use App\Http\Controllers\CampaignController;
use App\Http\Controllers\QuestionController;
use App\Models\GiftCard;
use App\Models\Store;
use App\Models\User;
use Illuminate\Http\Request;
use Illuminate\Support\Facades\Route;

Route::post('login', [LoginController::class, 'store']);
Route::post('admin/login', [LoginController::class, 'admin']);
Route::delete('sessions', [LoginController::class, 'destroyOthers'])->middleware('auth');

Route::get('stores/{store:domain}/campaigns', [CampaignController::class, 'index']);
Route::post('campaigns', [CampaignController::class, 'store']);
Route::put('campaigns/{campaign:code}/products/{product:sku}', [CampaignController::class, 'feature'])->withoutScopedBindings();

Route::get('products/{product:slug}/questions', [QuestionController::class, 'index']);
Route::post('products/{product:slug}/questions', [QuestionController::class, 'store']);
Route::post('questions/{question}/answers', [QuestionController::class, 'answer']);
Route::patch('questions/{question}/answers/{answer}', [QuestionController::class, 'accept'])->scopeBindings();

Route::get('gift-cards/{card}', fn (GiftCard $card) => $card->only('code', 'balance', 'currency_code'));

Route::get('staff/{user:email}', function (User $user) {
    return $user->staff()->with('warehouse:id,code,name')->firstOrFail();
});

Route::post('newsletter', function (Request $request) {
    $data = $request->validate(['email' => ['required', 'email', 'unique:newsletter_subscribers']]);
    $store = Store::current();

    return \App\Models\NewsletterSubscriber::create($data + ['customer_id' => $request->user()?->customer?->id])
        ->only('email', $store ? 'created_at' : 'token');
});
