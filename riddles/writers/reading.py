"""From what an untaught model wrote to a candidate: tidy it, fill its slots, read the riddle in it."""

from dataclasses import replace

from riddles.embedded.reader import Reader
from riddles.errors import MalformedRiddle
from riddles.prompt import Gist, filled, tidied
from riddles.riddle import parse
from riddles.writers import Candidate


def read(raw: Candidate, gist: Gist | None = None, reader: Reader | None = None) -> Candidate:
    """The candidate with the riddle in its completion, or with the rule that the completion breaks.

    ``gist`` and ``reader`` are given for a model of the subject prompt style, and for no other.
    """
    text = raw.completion if gist is None else filled(raw.completion, gist)
    try:
        riddle = parse(tidied(text))
    except MalformedRiddle as fault:
        return replace(raw, fault=str(fault))
    return replace(raw, riddle=riddle if reader is None else reader.completed(riddle))
