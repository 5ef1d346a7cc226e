<?php

namespace App\Jobs;

use App\Models\WebhookDelivery;
use Illuminate\Contracts\Queue\ShouldQueue;
use Illuminate\Foundation\Queue\Queueable;
use Illuminate\Support\Facades\Http;
use Throwable;

class DeliverWebhook implements ShouldQueue
{
    use Queueable;

    public int $tries = 5;

    public function __construct(private readonly WebhookDelivery $delivery)
    {
    }

    public function handle(): void
    {
        $endpoint = $this->delivery->endpoint;
        $body = json_encode($this->delivery->payload);

        $this->delivery->increment('attempts');

        $response = Http::withHeader('X-Signature', hash_hmac('sha256', $body, $endpoint->secret))
            ->withBody($body, 'application/json')
            ->post($endpoint->url);

        $this->delivery->update(['response_status' => $response->status()]);

        $response->throw();

        $this->delivery->update(['delivered_at' => now()]);
    }

    public function failed(?Throwable $e): void
    {
        $this->delivery->endpoint()->update(['is_active' => false]);
    }
}
