<?php

namespace App\Models;

class Ship extends Base
{
}
