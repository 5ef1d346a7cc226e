<?php

namespace App\Models;

use Illuminate\Database\Eloquent\Model;

abstract class Base extends Model
{
    public function getTable()
    {
        return config('tables.prefix').parent::getTable();
    }

    public static function tableName(): string
    {
        return (new static)->getTable();
    }
}
