<?php

namespace App\Http\Requests;

use Illuminate\Foundation\Http\FormRequest;
use Illuminate\Validation\Rule;

class StoreReviewRequest extends FormRequest
{
    public function authorize(): bool
    {
        return $this->user()?->customer !== null;
    }

    protected function prepareForValidation(): void
    {
        $this->merge(['customer' => $this->user()->customer->id]);
    }

    public function rules(): array
    {
        return [
            'rating' => 'required|integer|between:1,5',
            'headline' => 'nullable|string|max:120',
            'body' => 'nullable|string|max:5000',
            'customer' => [
                Rule::unique('reviews', 'customer_id')->where('product_id', $this->route('product')->id),
            ],
        ];
    }
}
