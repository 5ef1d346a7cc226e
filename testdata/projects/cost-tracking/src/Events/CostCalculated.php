<?php

namespace Acme\AiCosts\Events;

use Illuminate\Foundation\Events\Dispatchable;

class CostCalculated
{
    use Dispatchable;

    public function __construct(
        public readonly int $userId,
        public readonly string $provider,
        public readonly string $model,
        public readonly int $inputTokens,
        public readonly int $outputTokens,
        public readonly float $cost,
        public readonly ?string $conversationId = null,
        public readonly ?int $messageId = null,
    ) {
    }
}
