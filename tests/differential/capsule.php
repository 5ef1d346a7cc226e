<?php

/*
 * Illuminate's database component with one connection, as an application has it: with a container and its facades.
 */

declare(strict_types=1);

use Illuminate\Container\Container;
use Illuminate\Database\Capsule\Manager;
use Illuminate\Support\Facades\Facade;

/** Starts it with the settings of the default connection. */
function start(array $connection): Manager
{
    $app = new Container;
    Container::setInstance($app);
    $capsule = new Manager($app);
    $capsule->addConnection($connection);
    $app->instance('db', $capsule->getDatabaseManager());
    $app->bind('db.schema', fn () => $capsule->getConnection()->getSchemaBuilder());
    Facade::setFacadeApplication($app);

    return $capsule;
}
