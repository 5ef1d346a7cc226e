<?php

namespace App\Http\Requests;

use App\Rules\UsableCoupon;
use Illuminate\Foundation\Http\FormRequest;

class CheckoutRequest extends FormRequest
{
    public function rules(): array
    {
        return [
            'email' => 'required|email',
            'first_name' => 'required|string|max:100',
            'last_name' => 'required|string|max:100',
            'phone' => 'nullable|string|max:32',
            'address' => 'required|array:line_one,line_two,postal_code,city,region,country_code',
            'address.line_one' => 'required|string',
            'address.postal_code' => 'required|string|max:16',
            'address.city' => 'required|string',
            'address.country_code' => ['required', 'size:2', 'exists:tax_rates,country_code'],
            'coupon' => ['nullable', 'exists:coupons,code', new UsableCoupon],
            'source' => 'required|string',
        ];
    }
}
