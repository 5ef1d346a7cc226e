<?php

namespace App\Services;

use App\Enums\OrderStatus;
use App\Enums\PaymentStatus;
use App\Exceptions\PaymentFailedException;
use App\Models\Order;
use App\Models\Payment;
use App\Models\Refund;
use App\Models\User;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Http;

class PaymentService
{
    public function charge(Order $order, string $source): Payment
    {
        $payment = $order->payments()->create([
            'provider' => config('services.payments.provider'),
            'amount' => $order->grand_total,
            'currency_code' => $order->currency_code,
        ]);

        try {
            $answer = Http::withToken((string) config('services.payments.key'))
                ->asForm()
                ->post('https://payments.example.com/charges', ['amount' => $order->grand_total, 'source' => $source])
                ->throw()
                ->json();

            DB::transaction(function () use ($order, $payment, $answer) {
                $payment->update([
                    'status' => PaymentStatus::Captured,
                    'provider_payment_id' => $answer['id'],
                    'captured_at' => now(),
                ]);
                $order->update(['status' => OrderStatus::Paid]);
            });
        } catch (\Exception $e) {
            $payment->forceFill(['status' => PaymentStatus::Failed, 'failure_reason' => $e->getMessage()])->save();

            throw new PaymentFailedException('The payment was refused.', previous: $e);
        }

        return $payment;
    }

    public function refund(Payment $payment, User $by, int $amount, ?string $reason = null): Refund
    {
        return Refund::query()->create([
            'payment_id' => $payment->id,
            'processed_by' => $by->id,
            'amount' => $amount,
            'reason' => $reason,
            'processed_at' => now(),
            'fee_net' => 0,
            'fee_tax' => 0,
        ]);
    }

    public function rememberCustomer(int $customerId, string $stripeId): void
    {
        DB::update('update customers set stripe_customer_id = ? where id = ?', [$stripeId, $customerId]);
    }
}
