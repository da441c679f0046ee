"""A fault in our own text: where it is, what is wrong, and what to do about it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One thing the linter found. ``advice`` is worth a look but may be meant; everything else must be mended.

    ``file`` is a path inside the corpus folder, ``subject`` the entry's subject or the story's title, ``line`` the
    text at fault, empty where the whole entry is meant.
    """

    file: str
    subject: str
    what: str
    remedy: str
    line: str = ""
    advice: bool = False

    def __str__(self) -> str:
        told = f" in {self.line!r}" if self.line else ""
        return f"{self.file}: {self.subject}: {self.what}{told}; {self.remedy}."
