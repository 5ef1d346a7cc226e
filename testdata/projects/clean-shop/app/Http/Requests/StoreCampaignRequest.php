<?php

namespace App\Http\Requests;

use App\Models\Campaign;
use App\Models\Coupon;
use App\Support\CurrentStore;
use Illuminate\Database\Query\Builder;
use Illuminate\Foundation\Http\FormRequest;
use Illuminate\Validation\Rule;
use Illuminate\Validation\Rules\Exists;
use Illuminate\Validation\Rules\Unique;

class StoreCampaignRequest extends FormRequest
{
    public function rules(CurrentStore $store): array
    {
        return [
            'name' => ['required', 'string', 'max:120'],
            'code' => [
                'required',
                'alpha_num',
                Rule::unique(Campaign::class)->where('store_id', $store->id())->ignore($this->route('campaign')),
            ],
            'coupon_id' => ['nullable', $this->usableCoupon()],
            'store' => ['sometimes', new Exists('stores', 'domain')],
            'products' => 'array|max:20',
            'products.*.id' => ['integer', Rule::exists('products', 'id')->withoutTrashed()->whereNot('status', 'draft')],
            'products.*.sku' => 'sometimes|distinct|exists:products,sku,deleted_at,NULL',
            'products.*.position' => 'integer',
            'label' => Rule::when($this->isMethod('post'), ['nullable', (new Unique(Campaign::TABLE, 'name'))->whereNull('ends_at')]),
        ];
    }

    private function usableCoupon(): Exists
    {
        return Rule::exists(Coupon::class, 'id')
            ->where(fn (Builder $query) => $query->whereNull('expires_at')->orWhere('expires_at', '>', now()))
            ->whereIn('type', ['percent', 'amount'])
            ->whereNotNull('usage_limit');
    }
}
