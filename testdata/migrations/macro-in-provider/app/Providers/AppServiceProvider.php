<?php

namespace App\Providers;

use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\ServiceProvider;

class AppServiceProvider extends ServiceProvider
{
    public function register()
    {
    }

    public function boot()
    {
        Blueprint::macro('money', function (string $name, int $places = 2) {
            return $this->decimal($name, 12, $places);
        });
        $this->registerOwnership();
    }

    private function registerOwnership(): void
    {
        Blueprint::macro('ownedBy', function (string $table) {
            /** @var Blueprint $this */
            $this->foreignId('owner_id')->constrained($table)->cascadeOnDelete();
        });
    }
}
