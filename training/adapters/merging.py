"""An adapter merged into its base: a whole model, for servers that cannot put adapters on (or serve it faster)."""

import shutil
from pathlib import Path

from riddles import language_model, whole_weights
from riddles.errors import TrainingError
from riddles.settings import Model
from storage.tables import Adapter


def merge(base: Model, adapter: Adapter, sealed: Path, target: Path) -> Path:
    """Write base and adapter as one model folder (safetensors, tokenizer) at ``target``.

    Raises TrainingError if ``target`` exists or the base is quantised, AdapterRefused if the adapter changed.
    """
    if target.exists():
        raise TrainingError(f"{target} exists already; give the path of a new folder.")
    if base.quantise:
        raise TrainingError('A quantised base loses precision when merged; set model.quantise = "" and merge again.')
    target.parent.mkdir(parents=True, exist_ok=True)
    loaded = language_model.load(base)
    loaded.add_adapter(adapter.id, sealed, adapter.manifest_sha256)
    loaded.use(adapter.id)
    unfinished = target.with_name(f".{target.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    whole = loaded.model if whole_weights.is_whole(sealed) else loaded.model.merge_and_unload(safe_merge=True)
    whole.save_pretrained(str(unfinished), safe_serialization=True)
    loaded.tokenizer.save_pretrained(str(unfinished))
    note = Path(language_model.locate(base)[0]) / language_model.STYLE_FILE
    if note.is_file():
        shutil.copy(note, unfinished / note.name)
    unfinished.rename(target)
    return target
