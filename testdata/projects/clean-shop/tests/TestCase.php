<?php

namespace Tests;

use Illuminate\Foundation\Testing\TestCase as BaseTestCase;

abstract class TestCase extends BaseTestCase
{
    /** @var list<string|null> */
    protected $connectionsToTransact = [null, 'analytics'];
}
