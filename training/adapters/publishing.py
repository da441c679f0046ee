"""A sealed adapter copied to where others reach it: the hub, or any fsspec address."""

import os
from pathlib import Path

from riddles.errors import SettingsError, TrainingError
from training.launchers import shared_folder


def publish(sealed: Path, target: str, use_hub: bool, public: bool) -> str:
    """Copy the folder; returns where it is. Nothing is overwritten at an address.

    Raises SettingsError where the hub may not be used, or TrainingError.
    """
    if shared_folder.is_address(target):
        shared_folder.publish(sealed, target.rstrip("/"))
        return target
    if target.count("/") != 1:
        raise SettingsError(f"{target!r} is no owner/name of the hub and no address like s3://bucket/folder; give one.")
    if not use_hub:
        raise SettingsError("The hub may not be used: set model.use_hub = true, and HF_TOKEN in the environment.")
    os.environ.pop("HF_HUB_OFFLINE", None)
    return _to_hub(sealed, target, public)


def _to_hub(sealed: Path, name: str, public: bool) -> str:
    from huggingface_hub import HfApi
    from huggingface_hub.errors import HfHubHTTPError

    hub = HfApi()
    try:
        hub.create_repo(name, private=not public, exist_ok=True)
        made = hub.upload_folder(repo_id=name, folder_path=sealed, commit_message=f"Adapter {sealed.name}")
    except (HfHubHTTPError, OSError, ValueError) as error:
        said = (str(error).strip().splitlines() or ["no reason given"])[0]
        raise TrainingError(f"The hub did not take {name} ({said}); check HF_TOKEN and the name.") from error
    return str(made)
