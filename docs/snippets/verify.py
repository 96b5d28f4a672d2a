import base64
import hashlib
import hmac
import re
import time


def verify(secret, headers, body, now_sec=None):
    """True when the delivery is genuine and not older than five minutes.

    `headers` has lower-case names, `body` is the raw body (bytes) as it arrived, `secret` is the endpoint's, "whsec_…".
    """
    message_id = headers.get("webhook-id")
    timestamp = headers.get("webhook-timestamp") or ""
    signatures = headers.get("webhook-signature")
    if not message_id or not re.fullmatch(r"[0-9]{1,12}", timestamp) or not signatures:
        return False
    now_sec = time.time() if now_sec is None else now_sec
    if abs(now_sec - int(timestamp)) > 300:
        return False
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{message_id}.{timestamp}.".encode() + body
    expected = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return any(hmac.compare_digest(one.encode(), expected.encode()) for one in signatures.split(" "))
