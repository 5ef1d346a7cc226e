<?php

namespace App\Rules;

use App\Models\Coupon;
use Closure;
use Illuminate\Contracts\Validation\ValidationRule;

class UsableCoupon implements ValidationRule
{
    public function validate(string $attribute, mixed $value, Closure $fail): void
    {
        if (Coupon::usable()->where('code', $value)->doesntExist()) {
            $fail('This coupon cannot be used any more.');
        }
    }
}
