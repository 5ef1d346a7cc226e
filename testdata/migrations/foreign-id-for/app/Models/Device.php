<?php

namespace App\Models;

use Illuminate\Database\Eloquent\Model;

class Device extends Model
{
    public $incrementing = false;

    protected $keyType = 'string';

    protected $primaryKey = 'serial';
}
