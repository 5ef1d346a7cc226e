<?php

namespace Acme\AiCosts\Events;

use Acme\AiCosts\Models\AiMessage;
use Illuminate\Foundation\Events\Dispatchable;

class MessageAnswered
{
    use Dispatchable;

    public function __construct(
        public readonly AiMessage $message,
        public readonly int $userId,
        public readonly string $provider,
        public readonly float $inputCost,
        public readonly float $outputCost,
    ) {
    }
}
