"""BERTScore of riddles against reference riddles (Zhang et al. 2020), over the local sentence encoder's last layer.

Formula: every token's contextual vector is matched with the most similar one of the other text (cosine; special tokens
may be matched but are not averaged). Precision is the mean over the riddle's tokens, recall over the reference's,
F = 2PR / (P + R). Equal to the package bert-score on the same model and layer to 1e-6. Range about −1 to 1, in practice
.2 (unrelated) to 1 (equal); higher is nearer in meaning; comparable within one encoder (all-MiniLM-L6-v2) only.
Reported, never a reason to promote. An empty text scores 0; no pairs, or no encoder, are unscored.
"""

from collections.abc import Sequence
from typing import Any

import evaluate

from evaluation.metrics import module
from evaluation.scorecard import Entry, Unscored, mean
from riddles import sentence_encoder
from riddles.errors import ModelNotFound
from riddles.sentence_encoder import SentenceEncoder

PARTS = ("bertscore_precision", "bertscore_recall", "bertscore")


class BertScore(evaluate.Metric):
    """``predictions`` and ``references``: texts."""

    def _info(self) -> Any:
        return module.info(__doc__, predictions=module.TEXT, references=module.TEXT)

    def _compute(self, predictions: Sequence[str], references: Sequence[str]) -> dict[str, Any]:
        return module.answer(**score(predictions, references))


def score(predictions: Sequence[str], references: Sequence[str]) -> dict[str, Entry]:
    """Precision, recall and F, over pairs, by the encoder of this machine."""
    nothing = "there are no reference riddles"
    if not predictions:
        return dict.fromkeys(PARTS, Unscored(nothing))
    try:
        encoder = sentence_encoder.load(use_hub=False)
    except ModelNotFound as error:
        return dict.fromkeys(PARTS, Unscored(f"there is no encoder: {error}"))
    rows = [_match(encoder, told, target) for told, target in zip(predictions, references, strict=True)]
    return {name: mean([row[at] for row in rows], nothing) for at, name in enumerate(PARTS)}


def _match(encoder: SentenceEncoder, told: str, target: str) -> tuple[float, float, float]:
    if not told.strip() or not target.strip():
        return 0.0, 0.0, 0.0
    (one, is_word), (other, is_target_word) = encoder.token_vectors(told), encoder.token_vectors(target)
    alike = one @ other.T
    precision = float(alike.max(axis=1)[is_word].mean())
    recall = float(alike.max(axis=0)[is_target_word].mean())
    both = precision + recall
    return precision, recall, 2 * precision * recall / both if both else 0.0
