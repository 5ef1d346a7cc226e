<?php

namespace App\Http\Requests;

use App\Models\Brand;
use Illuminate\Foundation\Http\FormRequest;
use Illuminate\Validation\Rule;

class UpdateProductRequest extends FormRequest
{
    public function rules(): array
    {
        return [
            'name' => ['sometimes', 'string', 'max:255'],
            'slug' => [
                'sometimes',
                'alpha_dash',
                Rule::unique('products')->ignore($this->route('product'))->whereNull('deleted_at'),
            ],
            'sku' => ['sometimes', 'unique:products,sku,'.$this->route('product')->id],
            'brand_id' => ['sometimes', 'nullable', Rule::exists(Brand::class, 'id')],
            'meta_title' => 'nullable|string|max:255',
            'meta_description' => 'nullable|string|max:320',
            'published_at' => 'nullable|date',
        ];
    }
}
