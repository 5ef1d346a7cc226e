<?php

namespace App\Facades;

use Illuminate\Support\Facades\Facade;

class Columns extends Facade
{
    protected static function getFacadeAccessor()
    {
        return \App\Support\Columns::class;
    }
}
