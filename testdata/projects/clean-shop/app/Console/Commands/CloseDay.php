<?php

namespace App\Console\Commands;

use App\Services\AuditLogger;
use Illuminate\Console\Command;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Schema;

class CloseDay extends Command
{
    protected $signature = 'shop:close-day';

    protected $description = 'Tidies up behind the day';

    public function handle(AuditLogger $audit): int
    {
        $this->tidy('password_reset_tokens', 'created_at', now()->subDay());
        $this->tidy('personal_access_tokens', 'expires_at', now());
        $this->tidy('sessions', 'last_activity', now()->subWeek()->getTimestamp());

        // Left over from installations of the first version.
        if (Schema::hasTable('legacy_exports')) {
            Schema::drop('legacy_exports');
        }

        DB::table('notifications')->whereNotNull('read_at')->where('read_at', '<', now()->subMonth())->delete();

        $audit->prune();
        $audit->record('day.closed');

        return self::SUCCESS;
    }

    private function tidy(string $table, string $column, mixed $before): void
    {
        $rows = DB::table($table)->whereNotNull($column)->where($column, '<', $before)->delete();

        $this->info("{$table}: {$rows}");
    }
}
