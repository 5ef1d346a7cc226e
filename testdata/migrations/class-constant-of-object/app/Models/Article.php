<?php

namespace App\Models;

use Illuminate\Database\Eloquent\Model;

class Article extends Model
{
    public const TABLE = 'articles';

    public const STATES = ['draft', 'live'];

    protected $table = self::TABLE;

    public static function states(): array
    {
        return array_map(fn ($state) => strtoupper($state), static::STATES);
    }
}
