<?php

namespace App\Http\Requests;

use App\Models\Vendor;
use App\Rules\Unused;
use Illuminate\Foundation\Http\FormRequest;
use Illuminate\Validation\Rule;

class StoreVendorRequest extends FormRequest
{
    protected string $table = 'vendors';

    public function rules(): array
    {
        return array_merge($this->contact(), [
            'name' => ['required', new Unused('vendors', 'name'), "unique:{$this->table},name"],
            'products' => ['array'],
            'products.*' => ['array:id,sku,cost'],
            'products.*.id' => ['required', Rule::exists('products')->where(fn ($query) => $query->where('status', 'active')->whereNull('deleted_at'))],
            'products.*.sku' => Rule::forEach(fn (?string $value) => [
                'string',
                Rule::unique('product_vendor', 'vendor_sku')->whereNot('vendor_sku', $value ?? ''),
            ]),
        ]);
    }

    private function contact(): array
    {
        $unique = (new Vendor)->getTable();

        return [
            'email' => ['nullable', 'email', new Unused($unique), 'unique:'.$unique.',email'],
            'phone' => 'nullable|unique:'.Vendor::class,
        ];
    }
}
