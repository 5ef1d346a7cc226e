<?php

namespace App\Providers;

use Illuminate\Support\Facades\Schema;
use Illuminate\Support\ServiceProvider;

class AppServiceProvider extends ServiceProvider
{
    private const INDEXABLE = 191;

    public function boot()
    {
        Schema::defaultStringLength(self::INDEXABLE);
    }
}
