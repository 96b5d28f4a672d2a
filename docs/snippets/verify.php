<?php

/**
 * True when the delivery is genuine and not older than five minutes. $headers has lower-case names, $body is the raw body
 * as it arrived (file_get_contents('php://input')), $secret is the endpoint's, "whsec_…".
 */
function verify(string $secret, array $headers, string $body, ?int $nowSec = null): bool
{
    $id = $headers['webhook-id'] ?? '';
    $timestamp = $headers['webhook-timestamp'] ?? '';
    $signatures = $headers['webhook-signature'] ?? '';
    if ($id === '' || $signatures === '' || !preg_match('/\A\d{1,12}\z/', $timestamp)) {
        return false;
    }
    if (abs(($nowSec ?? time()) - (int) $timestamp) > 300) {
        return false;
    }
    $key = base64_decode(substr($secret, strlen('whsec_')), true);
    if ($key === false) {
        return false;
    }
    $expected = 'v1,' . base64_encode(hash_hmac('sha256', "$id.$timestamp.$body", $key, true));
    foreach (explode(' ', $signatures) as $one) {
        if (hash_equals($expected, $one)) {
            return true;
        }
    }
    return false;
}
