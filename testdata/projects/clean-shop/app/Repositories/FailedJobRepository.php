<?php

namespace App\Repositories;

use Illuminate\Support\Collection;

class FailedJobRepository extends TableRepository
{
    protected string $table = 'failed_jobs';

    protected string $key = 'uuid';

    public function perQueue(): Collection
    {
        return $this->query()
            ->groupBy('queue')
            ->selectRaw('queue, count(*) as failures, max(failed_at) as last_failure')
            ->orderByDesc('failures')
            ->pluck('failures', 'queue');
    }

    public function sinceYesterday(): int
    {
        return $this->query()->whereDate('failed_at', '>=', now()->subDay())->count('id');
    }
}
