<?php

namespace App\Http\Requests;

use App\Models\Analytics\Visitor;
use Illuminate\Foundation\Http\FormRequest;
use Illuminate\Validation\Rule;

class TrackVisitRequest extends FormRequest
{
    public function rules(): array
    {
        return [
            'cookie' => ['required', 'uuid', Rule::exists(Visitor::class, 'cookie')],
            'email' => 'nullable|email|unique:analytics.visitors,email,'.$this->input('visitor').',id',
            'visitor' => 'integer|exists:analytics.visitors,id',
            'path' => 'required|starts_with:/',
            'sku' => 'nullable|exists:products,sku',
        ];
    }
}
