<?php

namespace App\Models\Legacy;

use Illuminate\Database\Eloquent\Model;

/**
 * A row of the shop that we replaced. Its database is not ours; we only read it.
 */
class Article extends Model
{
    public $timestamps = false;

    public $incrementing = false;

    protected $connection = 'legacy';

    protected $table = 'ARTIKEL';

    protected $primaryKey = 'ART_NR';

    protected $keyType = 'string';
}
