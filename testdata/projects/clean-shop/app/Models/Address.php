<?php

namespace App\Models;

use Illuminate\Database\Eloquent\Factories\HasFactory;
use Illuminate\Database\Eloquent\Model;
use Illuminate\Database\Eloquent\Relations\MorphTo;

class Address extends Model
{
    use HasFactory;

    protected $fillable = [
        'type', 'line_one', 'line_two', 'postal_code', 'city', 'region', 'country_code', 'is_default',
    ];

    public function addressable(): MorphTo
    {
        return $this->morphTo();
    }

    public function oneLine(): string
    {
        return collect([$this->line_one, $this->line_two, "{$this->postal_code} {$this->city}"])
            ->filter()
            ->join(', ');
    }
}
