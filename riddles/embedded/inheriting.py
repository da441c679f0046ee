"""Starts a writer from an earlier one, so that an edited clue bank costs a minute of training and not a quarter hour.

Layers, pieces of words and all lines that both banks hold are taken over. In the vectors of an earlier writer a line is
about its subject, belongs to its couplet and has its role; a new line gets a vector made of the same parts: its role's
average, its subject's average (a random one of the usual length for a new subject) and a random rest.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from riddles.embedded.composing import Line
from riddles.errors import ModelNotFound

_SEED = 0


def inherit(model: Any, tokenizer: Any, lines: Sequence[Line], earlier: Path) -> int:
    """Give the model what an earlier one learned; returns how many lines are new.

    Raises ModelNotFound where the folder holds no writer of the same shape.
    """
    from transformers import AutoModelForCausalLM, AutoTokenizer, logging

    logging.disable_progress_bar()
    try:
        parent = AutoModelForCausalLM.from_pretrained(str(earlier), local_files_only=True).float()
        spoken = AutoTokenizer.from_pretrained(str(earlier), local_files_only=True).get_vocab()
    except (OSError, ValueError) as error:
        raise ModelNotFound(f"There is no earlier writer in {earlier} ({error}); train without it.") from error
    learned = {name: weights for name, weights in parent.state_dict().items() if "embed" not in name}
    own = {name: weights for name, weights in model.state_dict().items() if name in learned}
    if any(own.get(name) is None or own[name].shape != weights.shape for name, weights in learned.items()
           if not name.startswith("lm_head")):  # fmt: skip
        raise ModelNotFound(f"The earlier writer in {earlier} has another shape; train without it.")
    model.load_state_dict({n: w for n, w in learned.items() if not n.startswith("lm_head")}, strict=False)
    return _take_vectors(model, tokenizer, lines, (parent.get_input_embeddings().weight, spoken))


def _take_vectors(model: Any, tokenizer: Any, lines: Sequence[Line], parent: tuple[Any, Mapping[str, int]]) -> int:
    import torch

    old, spoken = parent
    weights = model.get_input_embeddings().weight
    tokens = {line.text: tokenizer(line.text)["input_ids"][0] for line in lines}
    names = {number: name for name, number in tokenizer.get_vocab().items()}
    known = [line for line in lines if names[tokens[line.text]] in spoken]
    inherited = {line.text: old[spoken[names[tokens[line.text]]]] for line in known}
    roles, subjects, rest = _parts(known, inherited)
    chance = torch.Generator().manual_seed(_SEED)
    length = torch.stack(list(subjects.values())).std()
    with torch.no_grad():
        for number, name in names.items():
            if name in spoken:
                weights[number] = old[spoken[name]]
        for line in lines:
            if line.text not in inherited:
                if line.subject not in subjects:
                    subjects[line.subject] = torch.randn(weights.shape[1], generator=chance) * length
                own = torch.randn(weights.shape[1], generator=chance) * rest
                weights[tokens[line.text]] = roles[line.role] + subjects[line.subject] + own
    return len(lines) - len(known)


def _parts(known: Sequence[Line], vectors: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any], float]:
    """The average vector of each role, of each subject beside that, and the spread of what is left."""
    import torch

    by_role: dict[str, list[Any]] = defaultdict(list)
    by_subject: dict[str, list[Any]] = defaultdict(list)
    for line in known:
        by_role[line.role].append(vectors[line.text])
    roles = {role: torch.stack(found).mean(dim=0).detach() for role, found in by_role.items()}
    for line in known:
        by_subject[line.subject].append(vectors[line.text].detach() - roles[line.role])
    subjects = {subject: torch.stack(found).mean(dim=0) for subject, found in by_subject.items()}
    rest = [vectors[line.text].detach() - roles[line.role] - subjects[line.subject] for line in known]
    return roles, subjects, float(torch.stack(rest).std())
