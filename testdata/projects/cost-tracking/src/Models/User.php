<?php

namespace Acme\AiCosts\Models;

use Illuminate\Database\Eloquent\Model;
use Illuminate\Database\Eloquent\Relations\HasMany;
use Illuminate\Database\Eloquent\Relations\MorphMany;
use Illuminate\Notifications\Notifiable;

class User extends Model
{
    use Notifiable;

    protected $fillable = ['name', 'email', 'password'];

    protected $hidden = ['password', 'remember_token'];

    public function conversations(): MorphMany
    {
        return $this->morphMany(AiConversation::class, 'user');
    }

    public function usageCosts(): HasMany
    {
        return $this->hasMany(AiUsageCost::class);
    }

    public function budgets(): HasMany
    {
        return $this->hasMany(AiBudget::class);
    }
}
