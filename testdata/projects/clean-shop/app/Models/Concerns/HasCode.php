<?php

namespace App\Models\Concerns;

use Illuminate\Database\Eloquent\Builder;
use Illuminate\Support\Facades\DB;

/**
 * For models whose rows people know by a code. The model says in which column it stands.
 */
trait HasCode
{
    abstract public static function codeColumn(): string;

    public static function findByCode(string $code): ?static
    {
        return static::where(static::codeColumn(), $code)->first();
    }

    public function scopeWithCode(Builder $query, string ...$codes): void
    {
        $query->whereIn($this->getTable().'.'.static::codeColumn(), $codes)->orderBy($this->getQualifiedKeyName());
    }

    /** Whether nobody else has the code. */
    public function isCodeFree(string $code): bool
    {
        return DB::table($this->getTable())->where(static::codeColumn(), $code)->where($this->getKeyName(), '!=', $this->getKey())->doesntExist();
    }
}
