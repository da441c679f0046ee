"""Where a run's fine-tuning happens: in the run's own program, as several processes here, or on another machine.

The rest of a run (data, sealing, exam, verdict) always happens here: an adapter that comes back is judged like any.
"""

from collections.abc import Callable

from riddles.settings import Training
from training import fine_tuning
from training.launchers import following
from training.launchers.ray_jobs import RayJobs
from training.launchers.ssh import Ssh
from training.launchers.torchrun import Torchrun
from training.runs.run_folder import RunFolder

Progress = Callable[[str, float], None]


def fine_tune(settings: Training, folder: RunFolder, progress: Progress) -> None:
    """Fine-tune a run's folder where the settings say; its outcome is in it afterwards.

    ``progress`` hears a stage and the share done; what it raises cancels the work, wherever it is. Raises
    TrainingError, SettingsError, and RunInterrupted if the other machine cannot be reached.
    """
    match settings.launcher:
        case "local":
            fine_tuning.fine_tune(folder, progress)
        case "torchrun":
            following.follow(Torchrun(settings.processes), folder, progress)
        case "ray":
            following.follow(RayJobs.from_settings(settings), folder, progress)
        case "ssh":
            following.follow(Ssh.from_settings(settings), folder, progress)
