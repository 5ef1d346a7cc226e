<?php

namespace App\Models;

class Captain extends Base
{
    protected $table = 'masters';
}
