<?php

/*
 * Runs the migrations of small projects through real Illuminate 8 and writes down the schema that they leave.
 *
 *   php illuminate.php DRIVER OUTPUT SOCKET PROJECT...
 *
 * DRIVER is mysql or sqlite; OUTPUT is a folder that gets one PROJECT.DRIVER.json a project; SOCKET is that of the
 * MySQL server and unused for sqlite, where every connection is a database in memory.
 *
 * Only Illuminate's database and support components are there, no application skeleton. So this file stands in for
 * the skeleton: configuration, service providers and the helper functions of the framework. The migrations are run by
 * Illuminate's own migrator.
 */

declare(strict_types=1);

namespace Illuminate\Filesystem {
    // The migrator asks for this class, which is in a component of its own; it needs no more than this of it.
    if (! class_exists(Filesystem::class)) {
        class Filesystem
        {
            public function glob($pattern)
            {
                return glob($pattern);
            }

            public function requireOnce($path)
            {
                require_once $path;
            }

            public function getRequire($path)
            {
                return require $path;
            }

            public function exists($path)
            {
                return file_exists($path);
            }

            public function get($path)
            {
                return file_get_contents($path);
            }
        }
    }
}

namespace {
    // Illuminate 8 is older than this PHP, whose complaints about its signatures would bury everything else.
    error_reporting(E_ALL & ~E_DEPRECATED);
    // Warnings are failures, as in an application: Laravel turns them into exceptions.
    set_error_handler(function ($level, $message, $file, $line) {
        if ((error_reporting() & $level) !== 0) {
            throw new ErrorException($message, 0, $level, $file, $line);
        }

        return false;
    });

    // Before Illuminate's own `env()`, which reads the process's environment and needs a component for it.
    function env($key, $default = null)
    {
        return Project::$current->env($key, $default);
    }

    require_once 'Illuminate/Database/autoload.php';
    require_once 'Doctrine/DBAL/autoload.php';
    require_once __DIR__.'/schema.php';

    function app($abstract = null, array $parameters = [])
    {
        $app = Illuminate\Container\Container::getInstance();

        return $abstract === null ? $app : $app->make($abstract, $parameters);
    }

    function resolve($abstract, array $parameters = [])
    {
        return app($abstract, $parameters);
    }

    function config($key = null, $default = null)
    {
        $config = app('config');
        if (is_array($key)) {
            $config->set($key);

            return null;
        }

        return $key === null ? $config : $config->get($key, $default);
    }

    function base_path($path = '')
    {
        return app()->basePath($path);
    }

    function app_path($path = '')
    {
        return base_path('app'.($path === '' ? '' : '/'.$path));
    }

    function config_path($path = '')
    {
        return base_path('config'.($path === '' ? '' : '/'.$path));
    }

    function database_path($path = '')
    {
        return base_path('database'.($path === '' ? '' : '/'.$path));
    }

    function now($tz = null)
    {
        return Illuminate\Support\Carbon::now($tz);
    }

    /** The configuration, as `Illuminate\Config\Repository`, which is in a component of its own. */
    class Configuration implements ArrayAccess
    {
        private $items;

        public function __construct(array $items)
        {
            $this->items = $items;
        }

        public function get($key, $default = null)
        {
            return Illuminate\Support\Arr::get($this->items, $key, $default);
        }

        public function has($key)
        {
            return Illuminate\Support\Arr::has($this->items, $key);
        }

        public function set($key, $value = null)
        {
            foreach (is_array($key) ? $key : [$key => $value] as $name => $item) {
                Illuminate\Support\Arr::set($this->items, $name, $item);
            }
        }

        public function offsetExists($key): bool
        {
            return $this->has($key);
        }

        public function offsetGet($key): mixed
        {
            return $this->get($key);
        }

        public function offsetSet($key, $value): void
        {
            $this->set($key, $value);
        }

        public function offsetUnset($key): void
        {
            $this->set($key, null);
        }
    }

    /** What migrations and service providers ask of the application. */
    class Application extends Illuminate\Container\Container
    {
        public function basePath($path = '')
        {
            return Project::$current->folder.($path === '' ? '' : '/'.$path);
        }

        public function databasePath($path = '')
        {
            return $this->basePath('database'.($path === '' ? '' : '/'.$path));
        }

        public function environment(...$names)
        {
            $own = $this['config']->get('app.env', 'production');

            return $names === [] ? $own : Illuminate\Support\Str::is(Illuminate\Support\Arr::flatten($names), $own);
        }

        public function isProduction()
        {
            return $this->environment() === 'production';
        }

        public function runningInConsole()
        {
            return true;
        }

        public function runningUnitTests()
        {
            return $this->environment() === 'testing';
        }
    }

    /** A project's folder, and the skeleton's work on it. */
    class Project
    {
        /** @var Project */
        public static $current;

        public $folder;

        private $env = [];

        public function __construct(string $folder)
        {
            $this->folder = $folder;
            $file = $folder.'/.env.example';
            foreach (is_file($file) ? file($file, FILE_IGNORE_NEW_LINES) : [] as $line) {
                if (preg_match('/^([A-Z_0-9]+)=(.*)$/', $line, $parts)) {
                    $this->env[$parts[1]] = trim($parts[2], '"\'');
                }
            }
        }

        public function env($key, $default)
        {
            if (! isset($this->env[$key])) {
                return $default instanceof Closure ? $default() : $default;
            }
            $words = ['true' => true, 'false' => false, 'null' => null, '(true)' => true, '(false)' => false, '(null)' => null];
            $value = $this->env[$key];

            return array_key_exists($value, $words) ? $words[$value] : $value;
        }

        /** Composer's autoloading: classes by namespace, and files. */
        public function autoload(): void
        {
            $autoload = json_decode(file_get_contents($this->folder.'/composer.json'), true)['autoload'] ?? [];
            spl_autoload_register(function ($class) use ($autoload) {
                foreach ($autoload['psr-4'] ?? [] as $namespace => $folder) {
                    $file = $this->folder.'/'.$folder.str_replace('\\', '/', substr($class, strlen($namespace))).'.php';
                    if (str_starts_with($class, $namespace) && is_file($file)) {
                        require_once $file;
                    }
                }
            });
            foreach ($autoload['files'] ?? [] as $file) {
                require_once $this->folder.'/'.$file;
            }
        }

        /** The files in `config/`, with every connection led to `$databases`, a function of the connection's name. */
        public function configuration(string $driver, Closure $databases): Configuration
        {
            $items = [];
            foreach (glob($this->folder.'/config/*.php') as $file) {
                $items[basename($file, '.php')] = require $file;
            }
            // The skeleton's own settings, where the project does not say anything else.
            $skeleton = ['driver' => $driver, 'prefix' => ''] + ($driver === 'sqlite' ? [] : ['prefix_indexes' => true]);
            $database = ($items['database'] ?? []) + ['default' => $driver, 'connections' => [$driver => $skeleton]];
            $database += ['migrations' => 'migrations'];
            // A driver that is asked for is best served by the project's own connection of that driver.
            $own = $database['connections'][$driver]['driver'] ?? null;
            if (($database['connections'][$database['default']]['driver'] ?? null) !== $driver && $own === $driver) {
                $database['default'] = $driver;
            }
            foreach ($database['connections'] as $name => $settings) {
                $kept = array_intersect_key($settings, array_flip(['prefix', 'prefix_indexes', 'strict', 'charset', 'collation']));
                $database['connections'][$name] = ['driver' => $driver] + $databases($name) + $kept;
            }
            $items['database'] = $database;

            return new Configuration($items);
        }
    }

    /** Runs one project's migrations and gives what they leave, or why they failed. */
    function run(string $folder, string $driver, string $socket): array
    {
        Project::$current = $project = new Project($folder);
        $project->autoload();
        $app = new Application;
        Illuminate\Container\Container::setInstance($app);
        Illuminate\Support\Facades\Facade::setFacadeApplication($app);
        foreach (['App', 'Config', 'DB', 'File', 'Schema'] as $facade) {
            class_alias('Illuminate\\Support\\Facades\\'.$facade, $facade);
        }
        foreach (['Arr', 'Str'] as $helper) {
            class_alias('Illuminate\\Support\\'.$helper, $helper);
        }

        $server = $driver === 'sqlite' ? null : new PDO("mysql:unix_socket=$socket", 'root', '');
        $created = [];
        $databases = function (string $name) use ($driver, $server, $socket, &$created) {
            if ($driver === 'sqlite') {
                return ['database' => ':memory:'];
            }
            $database = 'differential_'.getmypid().'_'.$name;
            $server->exec("create database `$database` character set utf8mb4 collate utf8mb4_unicode_ci");
            $created[] = $database;

            return [
                'host' => 'localhost',
                'unix_socket' => $socket,
                'username' => 'root',
                'password' => '',
                'database' => $database,
                'charset' => 'utf8mb4',
                'collation' => 'utf8mb4_unicode_ci',
                'strict' => true,
            ];
        };
        $app->instance('app', $app);
        $app->instance('path.database', $folder.'/database');
        $app->instance('config', $project->configuration($driver, $databases));
        $app->singleton('files', fn () => new Illuminate\Filesystem\Filesystem);
        (new Illuminate\Database\DatabaseServiceProvider($app))->register();
        $app->alias('db', Illuminate\Database\DatabaseManager::class);
        $app->alias('db', Illuminate\Database\ConnectionResolverInterface::class);
        $app->alias('db.connection', Illuminate\Database\ConnectionInterface::class);
        Illuminate\Database\Eloquent\Model::setConnectionResolver($app['db']);
        $app->singleton('migrator', function ($app) {
            $table = $app['config']['database.migrations'];
            $repository = new Illuminate\Database\Migrations\DatabaseMigrationRepository($app['db'], $table);
            $repository->createRepository();

            return new Illuminate\Database\Migrations\Migrator($repository, $app['db'], $app['files']);
        });
        $providers = array_map(fn ($provider) => new $provider($app), $app['config']->get('app.providers', []));
        foreach (['register', 'boot'] as $step) {
            foreach ($providers as $provider) {
                if (method_exists($provider, $step)) {
                    $app->call([$provider, $step]);
                }
            }
        }

        $failure = null;
        $default = $app['db']->getDefaultConnection();
        try {
            $app['migrator']->run(array_merge($app['migrator']->paths(), [$folder.'/database/migrations']));
        } catch (Throwable $error) {
            $failure = get_class($error).': '.$error->getMessage().' at '.$error->getFile().':'.$error->getLine();
        }
        $connections = [];
        foreach ($app['db']->getConnections() as $name => $connection) {
            $reader = $driver === 'sqlite' ? 'sqlite_tables' : 'mysql_tables';
            $tables = $reader($connection->getPdo(), $connection->getTablePrefix());
            unset($tables[$app['config']['database.migrations']]);
            $connections[$name] = ['tables' => $tables];
        }
        foreach ($created as $database) {
            $server->exec("drop database `$database`");
        }

        return [
            'driver' => $driver,
            'configured' => is_file($folder.'/config/database.php'),
            'failure' => $failure,
            'default_connection' => $default,
            'connections' => $connections,
        ];
    }

    // A process a project, as classes, macros and static settings of one must not reach the next; forked, so that
    // Illuminate is loaded once.
    [, $driver, $output, $socket] = $argv;
    foreach (array_slice($argv, 4) as $folder) {
        $child = pcntl_fork();
        if ($child > 0) {
            pcntl_waitpid($child, $status);
            continue;
        }
        try {
            $truth = run($folder, $driver, $socket);
        } catch (Throwable $error) {
            $truth = ['driver' => $driver, 'failure' => (string) $error];
        }
        $flags = JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES | JSON_THROW_ON_ERROR;
        file_put_contents($output.'/'.basename($folder).'.'.$driver.'.json', json_encode($truth, $flags)."\n");
        exit(0);
    }
}
