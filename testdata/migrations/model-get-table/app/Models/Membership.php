<?php

namespace App\Models;

use Illuminate\Database\Eloquent\Model;

class Membership extends Model
{
    public const KEY = 'membership_number';

    protected $table = 'club_memberships';

    protected $primaryKey = self::KEY;
}
