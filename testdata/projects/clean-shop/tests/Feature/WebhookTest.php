<?php

namespace Tests\Feature;

use App\Jobs\DeliverWebhook;
use App\Models\User;
use App\Models\WebhookDelivery;
use Illuminate\Foundation\Testing\LazilyRefreshDatabase;
use Illuminate\Support\Facades\Http;
use Tests\TestCase;

class WebhookTest extends TestCase
{
    use LazilyRefreshDatabase;

    public function test_a_delivery_is_marked_as_done(): void
    {
        Http::fake(['*' => Http::response('', 204)]);

        $endpoint = User::factory()->create()->webhookEndpoints()->create([
            'url' => 'https://partner.example.com/hook',
            'secret' => 'not-so-secret',
            'events' => ['order.shipped'],
        ]);

        $delivery = WebhookDelivery::create([
            'webhook_endpoint_id' => $endpoint->id,
            'event' => 'order.shipped',
            'payload' => ['number' => '2025-000001'],
        ]);

        DeliverWebhook::dispatchSync($delivery);

        $this->assertDatabaseHas('webhook_deliveries', [
            'id' => $delivery->id,
            'response_status' => 204,
            'attempts' => 1,
        ]);
        $this->assertDatabaseMissing('webhook_deliveries', ['delivered_at' => null]);
    }
}
