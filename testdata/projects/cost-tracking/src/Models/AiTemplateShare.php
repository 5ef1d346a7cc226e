<?php

namespace Acme\AiCosts\Models;

use Illuminate\Database\Eloquent\Model;
use Illuminate\Database\Eloquent\Relations\BelongsTo;
use Illuminate\Database\Eloquent\Relations\MorphTo;

class AiTemplateShare extends Model
{
    protected $fillable = ['template_id', 'shareable_type', 'shareable_id', 'permission'];

    public function template(): BelongsTo
    {
        return $this->belongsTo(AiPromptTemplate::class);
    }

    public function shareable(): MorphTo
    {
        return $this->morphTo();
    }
}
