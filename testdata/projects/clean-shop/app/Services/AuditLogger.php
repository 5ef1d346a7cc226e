<?php

namespace App\Services;

use Illuminate\Database\ConnectionResolverInterface;
use Illuminate\Database\Eloquent\Model;
use Psr\Log\LoggerInterface;

class AuditLogger
{
    public function __construct(
        private readonly ConnectionResolverInterface $connections,
        private readonly LoggerInterface $logger,
    ) {
    }

    public function record(string $event, ?Model $subject = null, ?int $userId = null): void
    {
        try {
            $this->connections->connection()->table(config('shop.audit.table'))->insert([
                'event' => $event,
                'user_id' => $userId,
                'auditable_type' => $subject?->getMorphClass(),
                'auditable_id' => $subject?->getKey(),
                'created_at' => now(),
            ]);
        } catch (\Exception $e) {
            $this->logger->error('An audit record was lost: '.$event, ['exception' => $e]);
        }
    }

    public function prune(): int
    {
        return $this->connections->connection()
            ->table(config('shop.audit.table'))
            ->where('created_at', '<', now()->subDays(config('shop.audit.keep_days')))
            ->delete();
    }
}
