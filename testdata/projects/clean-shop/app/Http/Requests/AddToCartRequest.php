<?php

namespace App\Http\Requests;

use App\Models\ProductVariant;
use Illuminate\Database\Query\Builder;
use Illuminate\Foundation\Http\FormRequest;
use Illuminate\Validation\Rule;

class AddToCartRequest extends FormRequest
{
    public function rules(): array
    {
        return [
            'variant' => [
                'required',
                Rule::exists((new ProductVariant)->getTable(), 'id')->where(function (Builder $query) {
                    $query->whereIn('product_id', fn (Builder $products) => $products
                        ->select('id')
                        ->from('products')
                        ->where('status', 'active'));
                }),
            ],
            'quantity' => 'integer|between:1,99',
        ];
    }
}
