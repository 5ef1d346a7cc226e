<?php

namespace App\Http\Requests;

use App\Enums\ProductStatus;
use App\Models\Product;
use Illuminate\Foundation\Http\FormRequest;
use Illuminate\Validation\Rule;

class StoreProductRequest extends FormRequest
{
    public function authorize(): bool
    {
        return (bool) $this->user()?->is_admin;
    }

    public function rules(): array
    {
        return [
            'name' => 'required|string|max:255',
            'sku' => ['required', 'string', 'max:64', Rule::unique(Product::class, 'sku')],
            'brand_id' => 'nullable|exists:brands,id',
            'tax_rate_id' => ['required', 'integer', 'exists:tax_rates,id'],
            'description' => 'nullable|string',
            'status' => ['sometimes', Rule::enum(ProductStatus::class)],
            'weight' => 'nullable|integer|min:1',
            'categories' => 'array',
            'categories.*' => ['integer', Rule::exists('categories', 'id')],
            'tags' => 'array',
            'tags.*' => 'string|max:50',
        ];
    }
}
