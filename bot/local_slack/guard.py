"""Who may talk to the server: this machine, by its own address, and no foreign web page.

The Host check stops DNS rebinding, the Origin check stops other sites' pages, the page key stops
whatever else runs in the browser. Not covered: other programs of the same user on this machine.
"""

from __future__ import annotations

import hmac

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; "
    "connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Guard:
    """Refuses requests that do not come from this machine's own clients."""

    def __init__(self, page_key: str) -> None:
        self.port = 0
        self._page_key = page_key

    def holds_key(self, request: web.Request) -> bool:
        """Whether the request carries the page's key."""
        return hmac.compare_digest(request.query.get("key", ""), self._page_key)

    def refusal(self, request: web.Request) -> str:
        """Why a request is refused; empty when it is welcome."""
        names = ("127.0.0.1", "localhost")
        hosts = {f"{name}:{self.port}" for name in names}
        host = request.headers.get("Host", "")
        # The SDK's builtin socket client sends no port; its one-use ticket vouches for it.
        without_port = request.path == "/link" and host in names
        if host not in hosts and not without_port:
            return f"This server answers to 127.0.0.1:{self.port} only, not to {host!r}."
        origin = request.headers.get("Origin")
        if origin is not None and origin not in {f"http://{name}" for name in hosts}:
            return "Pages of other origins may not use this server."
        return ""

    def middleware(self) -> Middleware:
        """The aiohttp middleware that applies the checks and sets the headers."""

        @web.middleware
        async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
            refusal = self.refusal(request)
            if refusal:
                return web.Response(status=403, text=refusal, headers=HEADERS)
            response = await handler(request)
            if not response.prepared:
                response.headers.update(HEADERS)
            return response

        return check
