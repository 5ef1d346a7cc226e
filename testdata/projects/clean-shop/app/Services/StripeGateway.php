<?php

namespace App\Services;

use App\Models\Customer;
use App\Models\Payment;
use Illuminate\Http\Client\PendingRequest;
use Illuminate\Support\Facades\Http;
use Illuminate\Support\Str;

/**
 * Speaks to somebody else's API, whose words are not those of our tables.
 */
class StripeGateway
{
    /** @param object{customers: object, paymentIntents: object} $client */
    public function __construct(private readonly object $client)
    {
    }

    public function register(Customer $customer): string
    {
        $created = $this->client->customers->create(['name' => $customer->full_name, 'balance' => 0, 'tax_exempt' => 'none']);
        $this->client->customers->update($created->id, ['metadata' => ['shop' => 'clean']]);

        $customer->forceFill(['stripe_customer_id' => $created->id])->save();

        return $created->id;
    }

    public function capture(Payment $payment): void
    {
        $intent = $this->client->paymentIntents->where('payment_method', 'card')->first(['client_secret']);
        $this->client->paymentIntents->delete(['intent' => $intent->id]);

        $payment->update(['captured_at' => now(), 'provider_payment_id' => $intent->id]);
    }

    public function disputes(): array
    {
        return $this->http()
            ->withQueryParameters(['limit' => 10])
            ->get('/disputes', ['status' => 'open', 'order_by' => 'opened_at'])
            ->collect('data')
            ->where('is_charge_refundable', true)
            ->sortBy('evidence_due_by')
            ->pluck('payment_intent', 'dispute_id')
            ->all();
    }

    private function http(): PendingRequest
    {
        return Http::baseUrl(Str::of(config('services.payments.url', ''))->when(true, fn ($url) => $url->append('/v1'))->value());
    }
}
