<?php

namespace Acme\AiCosts\Notifications;

use Acme\AiCosts\Models\AiBudget;
use Illuminate\Notifications\Messages\MailMessage;
use Illuminate\Notifications\Notification;

class BudgetThresholdReached extends Notification
{
    public function __construct(private readonly AiBudget $budget, private readonly int $threshold)
    {
    }

    public function via(object $notifiable): array
    {
        return config('ai-costs.notifications.enabled') ? ['mail'] : [];
    }

    public function toMail(object $notifiable): MailMessage
    {
        return (new MailMessage)
            ->from('noreply@example.com', 'Cost Monitor')
            ->subject("Budget {$this->budget->name}: {$this->threshold} % reached")
            ->line("You have {$this->budget->remaining()} {$this->budget->currency} left.");
    }
}
