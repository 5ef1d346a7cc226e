<?php

namespace App\Database;

use Illuminate\Database\Schema\Blueprint;

class ShopBlueprint extends Blueprint
{
    public function money($name)
    {
        return $this->decimal($name, 19, 4)->default(0);
    }

    public function timestamps($precision = 0)
    {
        parent::timestamps(6);
    }
}
