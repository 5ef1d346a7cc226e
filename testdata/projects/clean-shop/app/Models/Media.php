<?php

namespace App\Models;

use Illuminate\Database\Eloquent\Model;
use Illuminate\Database\Eloquent\Relations\MorphTo;

class Media extends Model
{
    protected $guarded = ['id'];

    protected $casts = ['custom_properties' => 'array', 'size' => 'integer'];

    public function model(): MorphTo
    {
        return $this->morphTo();
    }
}
