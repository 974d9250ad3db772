"""Security headers: what a browser may do with our pages and who may embed them."""

from __future__ import annotations

from flask import Response, request

from dashboard.ops.settings import Settings

_DENIED = ("accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "gamepad",
           "geolocation", "gyroscope", "hid", "magnetometer", "microphone", "midi", "payment",
           "publickey-credentials-get", "serial", "usb", "xr-spatial-tracking")  # fmt: skip
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in _DENIED),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
}


def secure(response: Response, settings: Settings) -> Response:
    """Add the fixed headers and those that settings decide; the content policy is the application's."""
    response.headers.update(FIXED)
    # What says nothing of itself, refusals among it, is kept by no cache of its own accord.
    response.headers.setdefault("Cache-Control", "no-cache")
    single = request.path.startswith("/embed/") and settings.embed_ancestors != "'none'"
    ancestors = settings.embed_ancestors if single else settings.frame_ancestors
    policy = response.headers.get("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
    policy = policy.replace("frame-ancestors 'none'", f"frame-ancestors {ancestors}")
    response.headers["Content-Security-Policy"] = policy
    if ancestors == "'none'":
        response.headers["X-Frame-Options"] = "DENY"
    if settings.hsts and request.is_secure:
        response.headers["Strict-Transport-Security"] = f"max-age={settings.hsts}; includeSubDomains"
    return response
