<?php

namespace App\Services;

use App\Models\User;
use Illuminate\Support\Collection;
use Illuminate\Support\Facades\DB;

class NotificationCenter
{
    public function unread(User $user): Collection
    {
        return $user->unreadNotifications()->where('type', 'like', '%LowStock%')->latest()->get(['id', 'data', 'created_at']);
    }

    public function clear(User $user): int
    {
        $user->tokens()->where('name', 'mobile')->whereNull('last_used_at')->delete();

        return $user->notifications()->whereNotNull('read_at')->delete();
    }

    /** Jobs of a queue, running or waiting, beside those that failed. */
    public function queue(string $queue, bool $failed): array
    {
        $table = $failed ? 'failed_jobs' : 'jobs';
        $since = match (true) {
            $failed => 'failed_at',
            default => 'available_at',
        };

        return DB::table($table)->where('queue', $queue)->orderBy($since)->limit(50)->pluck('payload')->all();
    }

    public function batches(): Collection
    {
        return \DB::table('job_batches')
            ->whereNull('cancelled_at')
            ->where(fn ($query) => $query->whereNull('finished_at')->orWhere('failed_jobs', '>', 0))
            ->orderBy('created_at')
            ->get(['id', 'name', 'total_jobs', 'pending_jobs'])
            ->map(fn (object $batch) => ['name' => $batch->name, 'progress' => 1 - $batch->pending_jobs / max(1, $batch->total_jobs)])
            ->where('progress', '<', 1);
    }
}
