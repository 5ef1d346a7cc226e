<?php

namespace App\Http\Requests;

use Illuminate\Foundation\Http\FormRequest;

class StoreCategoryRequest extends FormRequest
{
    public function rules(): array
    {
        return [
            'name' => 'required|string|max:120',
            'slug' => 'nullable|alpha_dash|unique:categories',
            'parent_id' => 'nullable|integer|exists:App\Models\Category,id',
        ];
    }
}
