<?php

use App\Jobs\PruneExpiredCarts;
use App\Jobs\SyncExchangeRates;
use App\Models\Category;
use Illuminate\Support\Facades\Artisan;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Schedule;

Schedule::job(new SyncExchangeRates)->hourly();
Schedule::job(new PruneExpiredCarts)->dailyAt('02:30');
Schedule::command('shop:close-day')->daily();

Artisan::command('categories:renumber', function () {
    Category::roots()->get()->each(function (Category $category, int $i) {
        DB::table('categories')->where('id', $category->id)->update(['position' => $i + 1]);
    });
})->purpose('Gives the root categories positions without gaps');
