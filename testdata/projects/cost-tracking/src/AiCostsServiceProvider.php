<?php

namespace Acme\AiCosts;

use Acme\AiCosts\Events\CostCalculated;
use Acme\AiCosts\Events\MessageAnswered;
use Acme\AiCosts\Listeners\CostTrackingListener;
use Acme\AiCosts\Services\AnalyticsService;
use Acme\AiCosts\Services\BudgetService;
use Illuminate\Support\Facades\Event;
use Illuminate\Support\ServiceProvider;

class AiCostsServiceProvider extends ServiceProvider
{
    public function register(): void
    {
        $this->mergeConfigFrom(__DIR__.'/../config/ai-costs.php', 'ai-costs');

        $this->app->singleton(CostTrackingListener::class);
        $this->app->singleton(BudgetService::class);
        $this->app->singleton(AnalyticsService::class);
    }

    public function boot(): void
    {
        $this->loadMigrationsFrom(__DIR__.'/../database/migrations');

        Event::listen(CostCalculated::class, [CostTrackingListener::class, 'handleCostCalculated']);
        Event::listen(MessageAnswered::class, [CostTrackingListener::class, 'handleMessageAnswered']);

        if ($this->app->runningInConsole()) {
            $this->publishes([
                __DIR__.'/../config/ai-costs.php' => $this->app->configPath('ai-costs.php'),
            ], 'ai-costs-config');
        }
    }
}
