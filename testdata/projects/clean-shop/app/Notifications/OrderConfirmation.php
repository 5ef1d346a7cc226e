<?php

namespace App\Notifications;

use App\Models\Order;
use App\Models\OrderItem;
use App\Support\Money;
use Illuminate\Notifications\Messages\MailMessage;
use Illuminate\Notifications\Notification;

class OrderConfirmation extends Notification
{
    public function __construct(private readonly Order $order)
    {
    }

    public function via(object $notifiable): array
    {
        return ['mail', 'database'];
    }

    public function toMail(object $notifiable): MailMessage
    {
        return (new MailMessage)
            ->from('orders@example.com', 'Clean Shop orders')
            ->subject("Your order {$this->order->number}")
            ->lines($this->order->items->map(fn (OrderItem $item) => "{$item->quantity} x {$item->name}")->all())
            ->line('Total: '.new Money($this->order->grand_total, $this->order->currency_code));
    }

    public function toArray(object $notifiable): array
    {
        return ['order' => $this->order->number, 'skus' => $this->order->items->pluck('sku')->join(', ')];
    }
}
