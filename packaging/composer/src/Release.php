<?php

declare(strict_types=1);

namespace Tablecheck;

use PharData;
use RuntimeException;
use UnexpectedValueException;

/**
 * The release of the program that this package belongs to, for one platform.
 */
final class Release
{
    private const DOWNLOADS = 'https://github.com/tablecheck/tablecheck/releases/download';

    private string $target;
    private string $version;
    private string $archive;
    private string $checksum;

    /**
     * @param  string  $sums  the text of SHA256SUMS
     */
    public function __construct(string $sums, string $system, string $machine)
    {
        $this->target = self::target($system, $machine);
        $pattern = '/^([0-9a-f]{64}) [ *](tablecheck-(\d[^\s\/]*)-'.preg_quote($this->target, '/').'\.(?:tar\.gz|zip))\r?$/m';
        if (! preg_match($pattern, $sums, $found)) {
            throw new RuntimeException("there is no release for {$this->target}; `cargo install --locked tablecheck` builds it, and "
                .'TABLECHECK_BINARY names it then');
        }
        [, $this->checksum, $this->archive, $this->version] = $found;
    }

    public static function ofThisPackage(): self
    {
        $sums = @file_get_contents(dirname(__DIR__).'/SHA256SUMS');
        if ($sums === false) {
            throw new RuntimeException('this package is not a released one, because it has no SHA256SUMS; TABLECHECK_BINARY names a '
                .'program to run');
        }

        return new self($sums, PHP_OS_FAMILY, php_uname('m'));
    }

    /**
     * The path of the program, which is downloaded if it is not there.
     */
    public function binary(): string
    {
        $file = $this->system() === 'windows' ? 'tablecheck.exe' : 'tablecheck';
        // Another archive under the same name is another program.
        $folder = $this->folder().DIRECTORY_SEPARATOR.$this->version.'-'.substr($this->checksum, 0, 12);
        $binary = $folder.DIRECTORY_SEPARATOR.$file;
        if (is_file($binary)) {
            return $binary;
        }

        self::make($folder);
        $lock = @fopen($folder.DIRECTORY_SEPARATOR.'lock', 'c');
        if ($lock === false || ! flock($lock, LOCK_EX)) {
            throw new RuntimeException("cannot lock `$folder`: ".Runner::lastError());
        }
        try {
            // Another process may have been first.
            clearstatcache();
            if (! is_file($binary)) {
                $this->install($folder, $file);
            }
        } finally {
            flock($lock, LOCK_UN);
            fclose($lock);
        }

        return $binary;
    }

    private function install(string $folder, string $file): void
    {
        $temporary = $folder.DIRECTORY_SEPARATOR.'new-'.bin2hex(random_bytes(6));
        $archive = $temporary.DIRECTORY_SEPARATOR.$this->archive;
        $inside = (string) preg_replace('/\.(tar\.gz|zip)$/', '', $this->archive);
        $unpacked = $temporary.DIRECTORY_SEPARATOR.$inside.DIRECTORY_SEPARATOR.$file;
        self::make($temporary);
        try {
            $base = (string) getenv('TABLECHECK_DOWNLOADS') ?: self::DOWNLOADS;
            $address = rtrim($base, '/')."/v{$this->version}/{$this->archive}";
            fwrite(STDERR, "tablecheck: downloading $address".PHP_EOL);
            Download::to($address, $archive);
            if (! hash_equals($this->checksum, (string) hash_file('sha256', $archive))) {
                throw new RuntimeException("$address is not what SHA256SUMS of this package says; nothing of it is run");
            }
            try {
                (new PharData($archive))->extractTo($temporary, "$inside/$file");
            } catch (UnexpectedValueException | \BadMethodCallException | \PharException $exception) {
                throw new RuntimeException("cannot unpack $address: ".$exception->getMessage());
            }
            if (! @chmod($unpacked, 0755) || ! @rename($unpacked, $folder.DIRECTORY_SEPARATOR.$file)) {
                throw new RuntimeException("cannot write into `$folder`: ".Runner::lastError());
            }
        } finally {
            @unlink($unpacked);
            @rmdir(dirname($unpacked));
            @unlink($archive);
            @rmdir($temporary);
        }
    }

    /**
     * Where programs are kept: the user's cache, or this package where there is none.
     */
    private function folder(): string
    {
        $home = (string) getenv('HOME');
        if ($this->system() === 'windows') {
            $cache = (string) getenv('LOCALAPPDATA');
        } elseif ((string) getenv('XDG_CACHE_HOME') !== '') {
            $cache = (string) getenv('XDG_CACHE_HOME');
        } elseif ($home === '') {
            $cache = '';
        } else {
            $cache = $home.($this->system() === 'darwin' ? '/Library/Caches' : '/.cache');
        }

        $folder = $cache.DIRECTORY_SEPARATOR.'tablecheck';
        if ($cache !== '' && (is_dir($folder) || @mkdir($folder, 0777, true)) && is_writable($folder)) {
            return $folder;
        }

        return dirname(__DIR__).DIRECTORY_SEPARATOR.'.cache';
    }

    private function system(): string
    {
        return explode('-', $this->target)[2];
    }

    private static function target(string $system, string $machine): string
    {
        $names = ['x86_64' => 'x86_64', 'amd64' => 'x86_64', 'x64' => 'x86_64', 'aarch64' => 'aarch64', 'arm64' => 'aarch64'];
        $machine = $names[strtolower($machine)] ?? strtolower($machine);
        switch ($system) {
            case 'Linux':
                return "$machine-unknown-linux-musl";
            case 'Darwin':
                return "$machine-apple-darwin";
            case 'Windows':
                // Windows on ARM runs the programs of the other one.
                return 'x86_64-pc-windows-msvc';
            default:
                throw new RuntimeException("there is no release for $system on $machine; `cargo install --locked tablecheck` builds it, "
                    .'and TABLECHECK_BINARY names it then');
        }
    }

    private static function make(string $folder): void
    {
        if (! is_dir($folder) && ! @mkdir($folder, 0777, true) && ! is_dir($folder)) {
            throw new RuntimeException("cannot make the folder `$folder`: ".Runner::lastError());
        }
    }
}
