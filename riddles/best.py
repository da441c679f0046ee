"""Which of the candidates that passed the screen is posted."""

from collections.abc import Sequence

from riddles.riddle import Riddle


def best_first(passed: Sequence[tuple[Riddle, float]], earlier: Sequence[Riddle]) -> list[int]:
    """Indices of the candidates, the one to post first.

    ``passed`` pairs each riddle with the model's mean log-probability a token (nats, at most 0): how sure the model is
    of it. Riddles that share no line with an earlier one come first, then those of more than one line, then the surer
    ones. Not covered: what people prefer; that is the adapter's work.
    """
    used = {line for riddle in earlier for line in riddle.lines}
    return sorted(
        range(len(passed)),
        key=lambda at: (
            len(used & set(passed[at][0].lines)),
            len(passed[at][0].lines) < 2,
            -passed[at][1],
        ),
    )
