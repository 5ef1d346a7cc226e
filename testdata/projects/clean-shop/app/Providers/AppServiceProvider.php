<?php

namespace App\Providers;

use App\Events\OrderPlaced;
use App\Events\StockDepleted;
use App\Listeners\NotifyPurchasing;
use App\Listeners\RecordCampaign;
use App\Listeners\SendOrderConfirmation;
use App\Models\Category;
use App\Models\Customer;
use App\Models\Order;
use App\Models\Price;
use App\Models\Product;
use App\Models\Warehouse;
use App\Observers\OrderObserver;
use App\Observers\PriceObserver;
use App\Repositories\StockRepository;
use App\Support\CurrentStore;
use Illuminate\Contracts\Foundation\Application;
use Illuminate\Database\ConnectionInterface;
use Illuminate\Database\Eloquent\Model;
use Illuminate\Database\Eloquent\Relations\Relation;
use Illuminate\Support\Facades\Event;
use Illuminate\Support\ServiceProvider;

class AppServiceProvider extends ServiceProvider
{
    public function register(): void
    {
        $this->app->scoped(CurrentStore::class);
        $this->app->singleton(StockRepository::class, fn (Application $app) => new StockRepository(
            $app->make(ConnectionInterface::class),
        ));
    }

    public function boot(): void
    {
        Model::shouldBeStrict(! $this->app->isProduction());

        Relation::morphMap([
            'product' => Product::class,
            'category' => Category::class,
            'customer' => Customer::class,
            'order' => Order::class,
            'warehouse' => Warehouse::class,
        ]);

        Price::observe(PriceObserver::class);
        Order::observe(OrderObserver::class);

        Event::listen(OrderPlaced::class, SendOrderConfirmation::class);
        Event::listen(OrderPlaced::class, RecordCampaign::class);
        Event::listen(StockDepleted::class, NotifyPurchasing::class);
    }
}
