"""The HTTP side: signed POSTs to the app's request URL, as Slack sends without Socket Mode.

Not covered: TLS certificate checks and mutual TLS (the request URL of a test is loopback http).
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import time
from dataclasses import dataclass
from urllib.parse import urlencode

import aiohttp

from bot.local_slack.payloads import VERIFICATION_TOKEN
from bot.local_slack.records import Json


class RequestUrlRefused(Exception):
    """The request URL did not pass Slack's url_verification."""


@dataclass(frozen=True)
class HttpAnswer:
    """What the app answered: `error` is Slack's word when it is not a usable 2xx."""

    error: str = ""
    body: Json | str | None = None
    no_retry: bool = False


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Slack's v0 request signature."""
    base = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


class RequestUrl:
    """Posts to one URL, signing each request."""

    def __init__(self, url: str, signing_secret: str) -> None:
        self.url = url
        self._secret = signing_secret
        self._session: aiohttp.ClientSession | None = None

    async def verify(self, seconds: float) -> None:
        """Slack's url_verification handshake; raises RequestUrlRefused."""
        challenge = secrets.token_hex(20)
        payload = {
            "type": "url_verification",
            "token": VERIFICATION_TOKEN,
            "challenge": challenge,
        }
        answer = await self.post("events_api", payload, seconds)
        body = answer.body
        given = body.get("challenge") if isinstance(body, dict) else body
        if answer.error or given != challenge:
            raise RequestUrlRefused(
                f"{self.url} did not answer url_verification with the challenge "
                f"({answer.error or 'another body'}). Start the app before naming its URL."
            )

    async def post(self, kind: str, payload: Json, seconds: float, headers: dict[str, str] | None = None) -> HttpAnswer:
        """Send one delivery in the form its kind has, and read the answer."""
        body, content_type = _encode(kind, payload)
        timestamp = str(int(time.time()))
        signed = {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (local workspace)",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature(self._secret, timestamp, body),
            **(headers or {}),
        }
        if self._session is None:
            self._session = aiohttp.ClientSession()
        timeout = aiohttp.ClientTimeout(total=seconds)
        try:
            async with self._session.post(
                self.url, data=body, headers=signed, timeout=timeout, allow_redirects=False
            ) as response:
                return _answer(response.status, await response.text(), dict(response.headers))
        except TimeoutError:
            return HttpAnswer("operation_timeout")
        except aiohttp.ClientError:
            return HttpAnswer("connection_failed")

    async def close(self) -> None:
        """Drop the connections."""
        if self._session is not None:
            await self._session.close()


def _encode(kind: str, payload: Json) -> tuple[bytes, str]:
    if kind == "events_api":
        return json.dumps(payload).encode(), "application/json"
    if kind == "slash_commands":
        return urlencode(payload).encode(), "application/x-www-form-urlencoded"
    return (
        urlencode({"payload": json.dumps(payload)}).encode(),
        "application/x-www-form-urlencoded",
    )


def _answer(status: int, text: str, headers: dict[str, str]) -> HttpAnswer:
    folded = {name.lower(): value for name, value in headers.items()}
    no_retry = folded.get("x-slack-no-retry") == "1"
    if not 200 <= status < 300:
        return HttpAnswer(f"http_error_{status}", no_retry=no_retry)
    if "json" in folded.get("content-type", ""):
        try:
            return HttpAnswer(body=json.loads(text) if text else None, no_retry=no_retry)
        except ValueError:
            return HttpAnswer("invalid_json")
    return HttpAnswer(body=text or None, no_retry=no_retry)
