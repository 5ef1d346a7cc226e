<?php

namespace App\Providers;

use App\Models\Order;
use App\Models\Product;
use Illuminate\Database\Eloquent\Builder as EloquentBuilder;
use Illuminate\Database\Query\Builder;
use Illuminate\Support\Facades\Broadcast;
use Illuminate\Support\Facades\Gate;
use Illuminate\Support\Facades\Route;
use Illuminate\Support\Facades\View;
use Illuminate\Support\ServiceProvider;

class DatabaseServiceProvider extends ServiceProvider
{
    public function boot(): void
    {
        Builder::macro('whereMonthIs', function (string $column, string $month): Builder {
            /** @var Builder $this */
            return $this->whereBetween($column, ["{$month}-01", "{$month}-31"]);
        });

        EloquentBuilder::macro('latestFirst', fn () => $this->latest()->latest('id'));

        Route::bind('orderNumber', fn (string $number) => Order::withTrashed()->where('number', $number)->firstOrFail());
        Route::model('sellable', Product::class);

        Gate::define('see-order', fn ($user, string $number) => $user->customer?->orders()->where('number', $number)->exists() ?? false);
        Broadcast::channel('orders.{number}', fn ($user, string $number) => Order::where('number', $number)->value('customer_id') === $user->customer?->id);

        View::composer('shop.*', function ($view) {
            $view->with('newest', Product::query()->where('status', 'active')->latestFirst()->limit(5)->get(['id', 'name', 'slug']));
            $view->with('month', app('db')->table('orders')->whereMonthIs('placed_at', now()->format('Y-m'))->count());
        });
    }
}
