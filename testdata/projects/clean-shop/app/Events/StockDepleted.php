<?php

namespace App\Events;

use App\Models\StockLevel;
use Illuminate\Foundation\Events\Dispatchable;

class StockDepleted
{
    use Dispatchable;

    public function __construct(public readonly StockLevel $level)
    {
    }
}
