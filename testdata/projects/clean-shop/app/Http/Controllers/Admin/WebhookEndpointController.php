<?php

namespace App\Http\Controllers\Admin;

use App\Http\Controllers\Controller;
use App\Http\Requests\StoreWebhookEndpointRequest;
use App\Models\WebhookDelivery;
use App\Models\WebhookEndpoint;
use Illuminate\Http\JsonResponse;
use Illuminate\Support\Str;

class WebhookEndpointController extends Controller
{
    public function index(): JsonResponse
    {
        $endpoints = WebhookEndpoint::query()
            ->addSelect(['last_delivery' => WebhookDelivery::select('delivered_at')
                ->whereColumn('webhook_endpoint_id', 'webhook_endpoints.id')
                ->latest('delivered_at')
                ->limit(1),
            ])
            ->orderBy('url')
            ->get();

        return response()->json($endpoints);
    }

    public function store(StoreWebhookEndpointRequest $request): JsonResponse
    {
        $endpoint = $request->user()->webhookEndpoints()->create([
            'url' => $request->validated('url'),
            'events' => $request->validated('events'),
            'secret' => Str::random(40),
        ]);

        return response()->json($endpoint->makeVisible('secret'), 201);
    }
}
