<?php

namespace App\Rules;

use Closure;
use Illuminate\Contracts\Validation\ValidationRule;
use Illuminate\Support\Facades\DB;

/**
 * Nobody has the value yet, in whatever case it is written.
 */
class Unused implements ValidationRule
{
    public function __construct(private string $table, private ?string $column = null)
    {
    }

    public function validate(string $attribute, mixed $value, Closure $fail): void
    {
        $column = $this->column ?? $attribute;

        if (DB::table($this->table)->whereRaw("lower({$column}) = ?", [mb_strtolower($value)])->exists()) {
            $fail('The :attribute is taken.');
        }
    }
}
