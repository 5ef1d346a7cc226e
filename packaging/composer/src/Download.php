<?php

declare(strict_types=1);

namespace Tablecheck;

use RuntimeException;

/**
 * Fetches a file, with curl where PHP has it and with PHP's own streams elsewhere. Both go through the proxy that the environment
 * names.
 */
final class Download
{
    /** Seconds without a byte. */
    private const PATIENCE = 60;

    public static function to(string $address, string $path): void
    {
        $target = @fopen($path, 'wb');
        if ($target === false) {
            throw new RuntimeException("cannot write `$path`: ".Runner::lastError());
        }
        try {
            $problem = function_exists('curl_init') ? self::withCurl($address, $target) : self::withStreams($address, $target);
        } finally {
            fclose($target);
        }
        if ($problem !== null) {
            throw new RuntimeException("cannot download $address: $problem; TABLECHECK_DOWNLOADS may name a mirror, and "
                .'TABLECHECK_BINARY a program that is there');
        }
    }

    /**
     * @param  resource  $target
     */
    private static function withCurl(string $address, $target): ?string
    {
        $handle = curl_init($address);
        curl_setopt_array($handle, [
            CURLOPT_FILE => $target,
            CURLOPT_FOLLOWLOCATION => true,
            CURLOPT_FAILONERROR => true,
            CURLOPT_CONNECTTIMEOUT => self::PATIENCE,
            CURLOPT_LOW_SPEED_LIMIT => 1,
            CURLOPT_LOW_SPEED_TIME => self::PATIENCE,
            CURLOPT_USERAGENT => 'tablecheck',
            CURLOPT_PROTOCOLS => CURLPROTO_HTTPS | CURLPROTO_HTTP | CURLPROTO_FILE,
            CURLOPT_REDIR_PROTOCOLS => CURLPROTO_HTTPS | CURLPROTO_HTTP,
        ]);

        return curl_exec($handle) === false ? curl_error($handle) : null;
    }

    /**
     * @param  resource  $target
     */
    private static function withStreams(string $address, $target): ?string
    {
        $scheme = (string) parse_url($address, PHP_URL_SCHEME);
        $http = ['timeout' => self::PATIENCE, 'user_agent' => 'tablecheck'];
        if ($proxy = getenv("{$scheme}_proxy") ?: getenv(strtoupper("{$scheme}_proxy"))) {
            $parts = parse_url($proxy);
            $http['proxy'] = 'tcp://'.($parts['host'] ?? '').':'.($parts['port'] ?? 80);
            $http['request_fulluri'] = $scheme === 'http';
            if (isset($parts['user'])) {
                $login = urldecode($parts['user']).':'.urldecode($parts['pass'] ?? '');
                $http['header'] = 'Proxy-Authorization: Basic '.base64_encode($login);
            }
        }

        $source = @fopen($address, 'rb', false, stream_context_create(['http' => $http]));
        if ($source === false) {
            return Runner::lastError();
        }
        $copied = @stream_copy_to_stream($source, $target);
        fclose($source);

        return $copied === false ? Runner::lastError() : null;
    }
}
