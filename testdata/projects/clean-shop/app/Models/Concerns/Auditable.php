<?php

namespace App\Models\Concerns;

use App\Models\AuditLog;
use Illuminate\Database\Eloquent\Relations\MorphMany;

trait Auditable
{
    public static function bootAuditable(): void
    {
        static::updated(function (self $model) {
            $model->auditLogs()->create([
                'event' => 'updated',
                'old_values' => array_intersect_key($model->getRawOriginal(), $model->getChanges()),
                'new_values' => $model->getChanges(),
            ]);
        });
    }

    public function auditLogs(): MorphMany
    {
        return $this->morphMany(AuditLog::class, 'auditable');
    }
}
