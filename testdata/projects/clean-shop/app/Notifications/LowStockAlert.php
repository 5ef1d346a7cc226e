<?php

namespace App\Notifications;

use App\Models\StockLevel;
use Illuminate\Bus\Queueable;
use Illuminate\Contracts\Queue\ShouldQueue;
use Illuminate\Notifications\Messages\MailMessage;
use Illuminate\Notifications\Notification;

class LowStockAlert extends Notification implements ShouldQueue
{
    use Queueable;

    public function __construct(private readonly StockLevel $level)
    {
    }

    public function via(object $notifiable): array
    {
        return ['mail'];
    }

    public function toMail(object $notifiable): MailMessage
    {
        $variant = $this->level->productVariant;

        return (new MailMessage)
            ->from(config('shop.mail.from'), config('shop.mail.name'))
            ->subject("{$variant->sku} runs low in {$this->level->warehouse->code}")
            ->line("Only {$this->level->available} pieces are left.");
    }
}
