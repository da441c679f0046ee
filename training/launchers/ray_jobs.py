"""A Ray cluster, through its Jobs REST API. Needs no Ray here; there, Ray and Riddlewire.

The run's folder goes by ``training.shared``, a folder that both sides reach. The run's number is in the submission id,
so that a run whose program died finds its job again instead of starting a second one. Whoever reaches a Ray head runs
code on it: without a token (RAY_AUTH_TOKEN) nothing is submitted, and the head must not be open to the network.
"""

import json
import os
import urllib.error
import urllib.request
from dataclasses import dataclass
from itertools import count
from typing import Any

from riddles.errors import RunInterrupted, SettingsError
from riddles.settings import Training
from training.launchers import shared_folder
from training.launchers.launcher import State, Status
from training.runs.run_folder import RunFolder

TOKEN = "RAY_AUTH_TOKEN"
_STATES = {"PENDING": State.WAITING, "RUNNING": State.RUNNING, "SUCCEEDED": State.FINISHED}
_TIMEOUT_SECONDS = 20


@dataclass(frozen=True)
class RayJobs:
    """A head's Jobs API at ``url``, and the folder ``shared`` with it. Its handle is the submission id."""

    url: str
    token: str
    shared: str
    processes: int = 1

    @staticmethod
    def from_settings(settings: Training) -> "RayJobs":
        """As the settings say. Raises SettingsError for what is missing."""
        token = os.environ.get(TOKEN, "")
        if not token:
            raise SettingsError(
                f"The launcher ray needs the cluster's token in {TOKEN}; set it and RAY_AUTH_MODE=token."
            )
        if not settings.shared:
            raise SettingsError("The launcher ray needs training.shared, a folder that both machines reach; set it.")
        return RayJobs(settings.ray_url.rstrip("/"), token, settings.shared.rstrip("/"), settings.processes)

    def submit(self, folder: RunFolder) -> str:
        """Submit the run, or find its job again. One that ended badly or was cleared is followed by another attempt."""
        for attempt in count(1):
            handle = f"riddlewire-{folder.name}-{attempt}"
            known = self._state(handle)
            if known is None:
                break
            if known != State.FAILED and shared_folder.read(self._where(handle), "task.json"):
                return handle
        where = self._where(handle)
        shared_folder.put(folder, where)
        command = f"python -m training.fine_tuning {where}"
        if self.processes > 1:
            command = (
                f"python -m torch.distributed.run --standalone --nproc_per_node={self.processes} "
                f"-m training.fine_tuning {where}"
            )
        self._ask("POST", "", {"entrypoint": command, "submission_id": handle})
        return handle

    def status(self, handle: str) -> Status:
        """What Ray says, and the progress file in the shared folder."""
        return Status(self._state(handle) or State.FAILED, shared_folder.read(self._where(handle), "progress.json"))

    def logs(self, handle: str) -> str:
        """The end of what the job printed."""
        return str(self._ask("GET", f"{handle}/logs").get("logs", ""))[-4000:]

    def cancel(self, handle: str) -> None:
        """Ask Ray to stop it, and remove the shared folder: there are people's words in it."""
        if self._state(handle) in (State.WAITING, State.RUNNING):
            self._ask("POST", f"{handle}/stop")
        shared_folder.remove(self._where(handle))

    def fetch(self, handle: str, folder: RunFolder) -> None:
        """Copy the folder back."""
        shared_folder.get(self._where(handle), folder)

    def _where(self, handle: str) -> str:
        return f"{self.shared}/{handle}"

    def _state(self, handle: str) -> State | None:
        """None if Ray knows no such job."""
        try:
            said = self._ask("GET", handle)
        except KeyError:
            return None
        return _STATES.get(str(said["status"]), State.FAILED)

    def _ask(self, method: str, what: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """One request. Raises KeyError for an unknown job, SettingsError for a refused token, else RunInterrupted."""
        request = urllib.request.Request(
            f"{self.url}/api/jobs/{what}", method=method, data=json.dumps(body).encode() if body else None,
            headers={"Content-Type": "application/json", "Authorization": f"Bearer {self.token}"},
        )  # fmt: skip
        try:
            with urllib.request.urlopen(request, timeout=_TIMEOUT_SECONDS) as answer:
                found: dict[str, Any] = json.load(answer)
        except urllib.error.HTTPError as error:
            if error.code == 404:
                raise KeyError(what) from error
            if error.code in (401, 403):
                raise SettingsError(f"Ray at {self.url} refuses the token in {TOKEN}; correct it.") from error
            raise RunInterrupted(f"Ray at {self.url} answered {error.code} to {method} {what}; see its log.") from error
        except (OSError, ValueError) as error:
            raise RunInterrupted(f"Ray at {self.url} does not answer ({error}); check that its head runs.") from error
        return found
