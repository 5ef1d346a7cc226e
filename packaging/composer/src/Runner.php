<?php

declare(strict_types=1);

namespace Tablecheck;

use RuntimeException;

/**
 * Runs the program in the place of PHP.
 */
final class Runner
{
    /**
     * The program's exit code. Where the system can, the program replaces this process, and nothing is returned.
     */
    public static function run(string $binary, array $arguments): int
    {
        if (! is_executable($binary)) {
            throw new RuntimeException("cannot run `$binary`: it is not executable");
        }
        if (function_exists('pcntl_exec')) {
            @pcntl_exec($binary, $arguments);
            // It returns only where it failed.
            throw new RuntimeException("cannot run `$binary`: ".pcntl_strerror(pcntl_get_last_error()));
        }

        if (! function_exists('proc_open')) {
            throw new RuntimeException('PHP has neither pcntl_exec() nor proc_open(); look at disable_functions in php.ini');
        }
        $process = @proc_open(array_merge([$binary], $arguments), [STDIN, STDOUT, STDERR], $pipes);
        if ($process === false) {
            throw new RuntimeException("cannot run `$binary`: ".self::lastError());
        }
        $code = proc_close($process);
        if ($code === 127) {
            throw new RuntimeException("cannot run `$binary`: it is no program for this system");
        }

        // Less than 0 is that it did not end by itself.
        return $code < 0 ? 2 : $code;
    }

    public static function lastError(): string
    {
        $message = error_get_last()['message'] ?? 'unknown error';

        // Without the name of PHP's function.
        return (string) preg_replace('/^\w+\(.*?\): /s', '', $message);
    }
}
