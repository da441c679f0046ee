"""Asking a judge: one riddle by three criteria, two in both orders. What cannot be read is missing, never zero."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from evaluation.judge import rubric
from riddles.article import Article
from riddles.criteria import HIGHEST, LOWEST, Criterion
from riddles.riddle import Riddle

FIRST, SECOND, TIE, BOTH_BAD = "first", "second", "tie", "both_bad"
_OBJECT = re.compile(r"\{[^{}]*\}")
_ATTEMPTS = 2
_CHOICES = {"a": FIRST, "b": SECOND, "tie": TIE, "both bad": BOTH_BAD, "both_bad": BOTH_BAD}
_SWAPPED = {FIRST: SECOND, SECOND: FIRST, TIE: TIE, BOTH_BAD: BOTH_BAD}


@dataclass(frozen=True)
class Reply:
    """What a judge wrote, and what that took; cost in the settings' currency, tokens None where nobody counts."""

    text: str
    tokens: float | None = None
    cost: float = 0.0


Ask = Callable[[str, int], Reply]  # the request, and a seed that differs between attempts


@dataclass
class Judge:
    """Asks ``ask`` and adds up what that takes."""

    ask: Ask
    asked: int = field(default=0, init=False)
    tokens: float | None = field(default=0.0, init=False)
    cost: float = field(default=0.0, init=False)

    def rate(self, article: Article, riddle: Riddle) -> dict[Criterion, int | None]:
        """The judge's value (1 to 5) for each criterion; None where it gave none. One retry if it gave none at all."""
        request = rubric.pointwise(article, riddle)
        found: dict[Criterion, int | None] = {}
        for attempt in range(_ATTEMPTS):
            told = _told(self._reply(request, attempt).text)
            found = {criterion: _value(told.get(criterion.value)) for criterion in Criterion}
            if any(value is not None for value in found.values()):
                break
        return found

    def compare(self, article: Article, first: Riddle, second: Riddle) -> str | None:
        """``first``, ``second``, ``tie`` or ``both_bad``; None without a usable answer in both orders.

        Judges prefer what they read first, so each pair is asked in both orders, and a judge that contradicts itself
        has said that it cannot tell them apart: a tie (Zheng et al. 2023).
        """
        straight = self._choice(article, first, second)
        turned = self._choice(article, second, first)
        if straight is None or turned is None:
            return None
        turned = _SWAPPED[turned]
        return straight if straight == turned else TIE

    def _choice(self, article: Article, a: Riddle, b: Riddle) -> str | None:
        request = rubric.pairwise(article, a, b)
        for attempt in range(_ATTEMPTS):
            choice = _CHOICES.get(str(_told(self._reply(request, attempt).text).get("better", "")).strip().lower())
            if choice is not None:
                return choice
        return None

    def _reply(self, request: str, attempt: int) -> Reply:
        reply = self.ask(request, attempt)
        self.asked += 1
        self.cost += reply.cost
        self.tokens = None if self.tokens is None or reply.tokens is None else self.tokens + reply.tokens
        return reply


def _told(text: str) -> Mapping[str, Any]:
    """The last JSON object in a reply: models that think aloud end with their answer."""
    for found in reversed(_OBJECT.findall(text)):
        try:
            told = json.loads(found)
        except ValueError:
            continue
        if isinstance(told, dict):
            return told
    return {}


def _value(told: object) -> int | None:
    if isinstance(told, bool) or not isinstance(told, int | float) or told != int(told):
        return None
    return int(told) if LOWEST <= told <= HIGHEST else None
