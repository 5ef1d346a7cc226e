<?php

namespace App\Models\Analytics;

use Illuminate\Database\Eloquent\Factories\HasFactory;
use Illuminate\Database\Eloquent\Model;
use Illuminate\Database\Eloquent\Relations\HasMany;

class Visitor extends Model
{
    use HasFactory;

    const CREATED_AT = 'first_seen_at';

    const UPDATED_AT = 'last_seen_at';

    protected $connection = 'analytics';

    protected $fillable = ['cookie', 'email'];

    public function pageViews(): HasMany
    {
        return $this->hasMany(PageView::class);
    }
}
