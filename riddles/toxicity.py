"""How likely people find a text toxic: the word classifier of the extra ``safety`` (alt-profanity-check).

It is a linear model over words, trained on 200,000 labelled comments; on 3,600 texts with Perspective scores its
precision was .97 and its recall .20 at 0.9. It sees swearing and threats, not prejudice or irony.
Its files are pickles, which could run anything: they are loaded only with the sha256 they were published with.
"""

import hashlib
import importlib.util
from collections.abc import Sequence
from pathlib import Path

from riddles.errors import ModelNotFound

LIMIT = 0.9  # probability from which a line is refused; below lies too much innocent English
_LIBRARY = "profanity_check"
_FILES = {
    "data/model.joblib": "aeafc04849d4d93db4721cf30a86ebf22085595294b8a07d51918e7fa98f538b",
    "data/vectorizer.joblib": "19c5200dc6a41f026e0558e2f164f5fe8d8f58e502b46b37e4385037fcfa4831",
}


def is_installed() -> bool:
    """Whether the extra ``safety`` is here."""
    return importlib.util.find_spec(_LIBRARY) is not None


def probabilities(texts: Sequence[str]) -> list[float]:
    """For each text the probability (0 to 1) that it is toxic; blank texts are not.

    Raises ModelNotFound without the extra ``safety``, or where its files are not those that were published.
    """
    _verify()
    from profanity_check import predict_prob

    told = [text for text in texts if text.strip()]
    found = iter(float(chance) for chance in predict_prob(told)) if told else iter(())
    return [next(found) if text.strip() else 0.0 for text in texts]


def _verify() -> None:
    found = importlib.util.find_spec(_LIBRARY)  # looks, imports nothing
    places = found.submodule_search_locations if found else None
    if not places:
        raise ModelNotFound("There is no classifier of toxic language; install the extra `safety`.")
    folder = Path(next(iter(places)))
    for name, sha256 in _FILES.items():
        if hashlib.sha256((folder / name).read_bytes()).hexdigest() != sha256:
            raise ModelNotFound(
                f"The classifier's file {folder / name} is not the one published with alt-profanity-check 1.9.1; "
                "reinstall the extra `safety`."
            )
