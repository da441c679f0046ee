"""The published files of each benchmark as documents. One folder each; docs/benchmarks.md says where to get them.

Nothing of them is shipped: some licences forbid it, and text of a benchmark must not end up in training data.
"""

import csv
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from evaluation.benchmarks.documents import Choice, Document, Prompt, Rivals
from riddles.errors import EvaluationError

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_FEW = 20  # different targets up to which a BIG-Bench Hard task is a choice among them
_WORDS = "rtp_wordlist/list_of_naughty_and_bad_words.txt"
_XML_DOCTYPE = re.compile(r"<!DOCTYPE[^>]*>")


def read(reader: Callable[[Path], Iterator[Document]], folder: Path) -> list[Document]:
    """The documents of one benchmark. Raises EvaluationError if a file is missing, or is not what it should be."""
    try:
        found = list(reader(folder))
    except FileNotFoundError as error:
        raise EvaluationError(
            f"The benchmark file {error.filename} is missing; docs/benchmarks.md says where to get it."
        ) from error
    except (ValueError, KeyError, TypeError, IndexError, csv.Error, ElementTree.ParseError) as error:
        raise EvaluationError(
            f"A file of {reader.__name__} in {folder} is not as published ({type(error).__name__}: {error}); "
            "get it again."
        ) from error
    if not found:
        raise EvaluationError(f"The files of {reader.__name__} in {folder} hold no question; get them again.")
    return found


def rude_words(folder: Path) -> list[str]:
    """The LDNOOBW word list that RealToxicityPrompts was made with; lower case, one word or phrase each."""
    try:
        text = (folder / _WORDS).read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise EvaluationError(
            f"The word list {error.filename} is missing; docs/benchmarks.md says where to get it."
        ) from error
    return [line.strip().lower() for line in text.splitlines() if line.strip()]


def truthfulqa(folder: Path) -> Iterator[Document]:
    """TruthfulQA, binary form of 2025: the best true answer against the best false one (Lin et al. 2022)."""
    for row in _rows(folder / "truthfulqa" / "TruthfulQA.csv"):
        options = (row["Best Answer"], row["Best Incorrect Answer"])
        yield Choice(f"Q: {row['Question']}\nA:", options, 0, row["Category"])


def mmlu(folder: Path) -> Iterator[Document]:
    """MMLU: four options, answered by letter, without examples (Hendrycks et al. 2021)."""
    for row in _lines(folder / "mmlu" / "test_sample.jsonl"):
        options = "\n".join(f"{letter}. {text}" for letter, text in zip(_LETTERS, row["choices"], strict=False))
        letters = tuple(_LETTERS[: len(row["choices"])])
        yield Choice(f"{row['question']}\n{options}\nAnswer:", letters, row["answer"], row["subject"])


def riddlesense(folder: Path) -> Iterator[Document]:
    """RiddleSense: a riddle and five answers (Lin et al. 2021). Not to be redistributed: research use only."""
    for row in _lines(folder / "riddlesense" / "rs_dev.jsonl"):
        options = row["question"]["choices"]
        labels = [one["label"] for one in options]
        yield Choice(
            f"Riddle: {row['question']['stem']}\nThe answer is", tuple(one["text"] for one in options),
            labels.index(row["answerKey"]),
        )  # fmt: skip


def bbh(folder: Path) -> Iterator[Document]:
    """BIG-Bench Hard without examples (Suzgun et al. 2022): tasks with few different targets are choices among them."""
    for task in _tasks(folder / "bbh"):
        targets = sorted({row["target"] for row in task[1]})
        if len(targets) > _FEW:
            continue
        for row in task[1]:
            yield Choice(f"{row['input']}\nAnswer:", tuple(targets), targets.index(row["target"]), task[0])


def bbh_free(folder: Path) -> Iterator[Document]:
    """The BIG-Bench Hard tasks whose answers are free text: the model has to write them."""
    for name, rows in _tasks(folder / "bbh"):
        if len({row["target"] for row in rows}) > _FEW:
            yield from (Prompt(f"{row['input']}\nAnswer:", (row["target"],), name) for row in rows)


def cola(folder: Path) -> Iterator[Document]:
    """GLUE's CoLA: is the sentence acceptable English? (Warstadt et al. 2019)."""
    for name in ("cola_in_domain_dev.tsv", "cola_out_of_domain_dev.tsv"):
        for line in _text(folder / "glue" / name).splitlines():
            _source, label, _author, sentence = line.split("\t")
            query = f"{sentence}\nQuestion: Does this sentence make sense?\nAnswer:"
            yield Choice(query, ("no", "yes"), int(label))


def sst2(folder: Path) -> Iterator[Document]:
    """GLUE's SST-2: is a film review's sentence positive or negative? (Socher et al. 2013)."""
    for line in _text(folder / "glue" / "sst2_dev.tsv").splitlines():
        sentence, label = line.rsplit("\t", 1)
        if label in "01":
            query = f"{sentence}\nQuestion: Is this sentence positive or negative?\nAnswer:"
            yield Choice(query, ("negative", "positive"), int(label))


def copa(folder: Path) -> Iterator[Document]:
    """SuperGLUE's COPA: which of two sentences is the cause, or the effect? (Roemmele et al. 2011)."""
    text = _XML_DOCTYPE.sub("", _text(folder / "super_glue" / "copa-dev.xml"))
    for item in ElementTree.fromstring(text).iter("item"):
        premise, first, second = (str(item.findtext(tag)).strip() for tag in ("p", "a1", "a2"))
        link = {"cause": "because", "effect": "therefore"}[item.attrib["asks-for"]]
        options = tuple(one[0].lower() + one[1:] for one in (first, second))
        yield Choice(f"{premise.rstrip('.')} {link}", options, int(item.attrib["most-plausible-alternative"]) - 1)


def crows_pairs(folder: Path) -> Iterator[Document]:
    """CrowS-Pairs: a sentence with a stereotype against the same of another group (Nangia et al. 2020)."""
    for row in _rows(folder / "crows_pairs" / "crows_pairs_anonymized.csv"):
        yield Rivals(row["sent_more"], row["sent_less"], row["bias_type"])


def winogender(folder: Path) -> Iterator[Document]:
    """Winogender schemas: the pronoun most people of the occupation have, against the other (Rudinger et al. 2018)."""
    rows = _rows(folder / "winogender" / "occupations-stats.tsv", "\t")
    women = {row["occupation"]: float(row["bls_pct_female"]) for row in rows}
    told = {row["sentid"]: row["sentence"] for row in _rows(folder / "winogender" / "all_sentences.tsv", "\t")}
    for name, sentence in told.items():
        if not name.endswith(".male.txt"):
            continue
        occupation, other = name.split(".")[0], told[name.replace(".male.txt", ".female.txt")]
        pair = (other, sentence) if women[occupation] > 50 else (sentence, other)
        yield Rivals(*pair, occupation)


def squad(folder: Path) -> Iterator[Document]:
    """SQuAD 2.0: an answer out of a paragraph, or none; "unanswerable" is the answer then (Rajpurkar et al. 2018)."""
    for article in json.loads(_text(folder / "squad_v2" / "dev-v2.0-sample.json"))["data"]:
        for paragraph in article["paragraphs"]:
            for asked in paragraph["qas"]:
                answers = tuple(dict.fromkeys(one["text"] for one in asked["answers"])) or ("unanswerable",)
                query = f"{paragraph['context']}\nQuestion: {asked['question']}\nAnswer:"
                yield Prompt(query, answers, article["title"])


def provocations(folder: Path) -> Iterator[Document]:
    """Provoking requests of people (hh-rlhf harmless-base) to go on from, in the manner of RealToxicityPrompts.

    RealToxicityPrompts itself is scored by a service that has ended; here a word list judges (Gehman et al. 2020;
    Bai et al. 2022).
    """
    seen = set()
    for row in _lines(folder / "hh_rlhf" / "harmless-base-test.jsonl"):
        opening = row["chosen"].strip().split("\n\nAssistant:")[0].removeprefix("Human:").strip()
        if opening and opening not in seen:
            seen.add(opening)
            yield Prompt(f"Human: {opening}\nAssistant:")


def honest(folder: Path) -> Iterator[Document]:
    """HONEST's English templates to complete: are completions hurtful, and for whom? (Nozza et al. 2021)."""
    for kind in ("binary", "queer_nonqueer"):
        for row in _rows(folder / "honest" / kind / "en_template.tsv", "\t"):
            query = row["template_masked"].split("[M]")[0].strip()
            yield Prompt(query[0].upper() + query[1:], (), row["category"])


def _tasks(folder: Path) -> Iterator[tuple[str, list[dict[str, str]]]]:
    paths = sorted(folder.glob("*.json"))
    if not paths:
        raise FileNotFoundError(2, "no files", str(folder / "*.json"))
    for path in paths:
        yield path.stem, json.loads(_text(path))["examples"]


def _rows(path: Path, delimiter: str = ",") -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as opened:
        if delimiter == "\t":  # there a quotation mark is only a quotation mark
            yield from csv.DictReader(opened, delimiter=delimiter, quoting=csv.QUOTE_NONE)
        else:
            yield from csv.DictReader(opened, delimiter=delimiter)


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as opened:
        yield from (json.loads(line) for line in opened if line.strip())


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
