<?php

namespace App\Http\Requests;

use Illuminate\Foundation\Http\FormRequest;
use Illuminate\Validation\Rule;

class StoreWebhookEndpointRequest extends FormRequest
{
    private const EVENTS = ['order.placed', 'order.shipped', 'stock.depleted'];

    public function rules(): array
    {
        return [
            'url' => ['required', 'url:https', Rule::unique('webhook_endpoints', 'url')->where('is_active', true)],
            'events' => 'required|array|min:1',
            'events.*' => [Rule::in(self::EVENTS)],
        ];
    }
}
