"""What the browser may do with our pages: nothing but what they need."""

import secrets

from flask import Response, g, request

from gis_service.settings import LANGUAGES
from gis_service.web.service import LANGUAGE_COOKIE, settings

NOTHING = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
YEAR = 31_536_000


def nonce() -> str:
    """The secret of this reply that its own ``<script>`` and ``<style>`` elements carry."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(16)
    return str(g.nonce)


def made_nonce() -> str | None:
    """The nonce, if this reply has one."""
    made: str | None = g.get("nonce")
    return made


def content_security_policy(secret: str) -> str:
    """What a page of ours may load, and from where: from here only."""
    return (
        "default-src 'none'"
        f"; script-src 'nonce-{secret}'"
        f"; style-src 'nonce-{secret}' 'self'"
        "; img-src 'self' data: blob:; connect-src 'self'; font-src 'self'; manifest-src 'self'"
        "; worker-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    )


def add_headers(reply: Response) -> Response:
    """After each request: the headers that every reply carries."""
    headers = reply.headers
    # in place of the server program's own name
    headers["Server"] = "gis"
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    # A 304 renews the headers of the reply that the browser kept; its page has the nonce of that
    # reply, so the policy that came with it has to stay.
    if reply.status_code != 304 and "Content-Security-Policy" not in headers:
        is_page = reply.mimetype == "text/html"
        headers["Content-Security-Policy"] = (
            content_security_policy(nonce()) if is_page else (NOTHING)
        )
        if is_page:
            headers["X-Frame-Options"] = "DENY"
            headers["Permissions-Policy"] = (
                "geolocation=(self), camera=(self), microphone=(), payment=(), usb=()"
            )
    if settings().secure_cookies:
        headers["Strict-Transport-Security"] = f"max-age={YEAR}"
    if "Cache-Control" not in headers:
        headers["Cache-Control"] = "no-store"
    _remember_language(reply)
    return reply


def _remember_language(reply: Response) -> None:
    if reply.cache_control.public:
        # a shared cache would hand the cookie on to others
        return
    asked = request.args.get("lang")
    if asked in LANGUAGES and asked != request.cookies.get(LANGUAGE_COOKIE):
        reply.set_cookie(
            LANGUAGE_COOKIE,
            asked,
            max_age=YEAR,
            secure=settings().secure_cookies,
            httponly=True,
            samesite="Lax",
        )
