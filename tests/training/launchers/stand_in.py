"""Does in a moment what `python -m training.fine_tuning FOLDER` leaves behind; its task says how it ends.

``ends``: finishes (the default), slowly, fails (with a sentence), dies (without one), waits (until it is ended).
Appends a line to the task's ``started`` file, so that a second start is seen.
"""

import json
import os
import sys
import time
from pathlib import Path


def main() -> None:
    """Work in the folder named last on the command line."""
    folder = Path(sys.argv[-1])
    task = json.loads((folder / "task.json").read_text())
    with Path(task["started"]).open("a") as told:
        told.write(json.dumps({"pid": os.getpid(), "asked": sys.argv[1:], "in": str(Path.cwd())}) + "\n")
    sys.stdout.write("at work\n")
    sys.stdout.flush()
    end = task.get("ends", "finishes")
    say(folder, {"error": "The loss became nan at step 3; lower the recipe's learning_rate."}
        if end == "fails" else {"stage": "training, step 1 of 2", "progress": 0.5})  # fmt: skip
    time.sleep({"waits": 600, "slowly": 1}.get(end, 0))
    if end in ("fails", "dies"):
        sys.exit("Killed by a power cut.")
    for name in ("supervised", "adapter"):
        (folder / name).mkdir(exist_ok=True)
        (folder / name / "adapter_config.json").write_text("{}")
    for name in ("supervised.json", "outcome.json"):
        (folder / name).write_text('{"steps": 2}')


def say(folder: Path, facts: dict[str, object]) -> None:
    """Write progress.json whole."""
    (folder / ".progress").write_text(json.dumps(facts))
    (folder / ".progress").replace(folder / "progress.json")


main()
