"""Every way this product is expected to fail, as one tree.

    RiddlewireError                 exit code 1
    ├── SettingsError               the settings file or environment is not usable
    ├── NewsError                   nothing to write about
    │   ├── FeedUnavailable         the feed could not be fetched
    │   ├── FeedUnreadable          what came back is not a feed
    │   └── NoFitArticle            feeds worked, but nothing in them is fresh, new and fit
    ├── WritingError                no riddle came out
    │   ├── MalformedRiddle         the model's text does not keep the riddle contract
    │   ├── StoryTooLong            not even a story's headline fits into the model's context
    │   └── NothingPassed           every candidate was screened out
    ├── ModelError                  a model or adapter cannot be used
    │   ├── ModelNotFound           the path or name is no language model
    │   ├── ServiceUnavailable      the model service did not answer with completions
    │   └── AdapterRefused          the adapter is not exactly what was sealed
    ├── CorpusError                 our own text files break their format
    ├── StorageError                the database cannot be trusted or used
    │   └── AlreadyRunning          another process holds this data folder (exit code 75)
    ├── TrainingError               a run cannot start or did not finish
    │   ├── TooFewExamples          the ratings do not teach anything yet
    │   └── RunInterrupted          a run was cut short; `riddlewire resume` goes on with it
    ├── EvaluationError             an exam or metric cannot be taken
    └── SlackError                  Slack or the local workspace refuses

Every message is one sentence that says what is wrong, the value, and the remedy. The command line prints it
and exits; the bot shows it to the person who asked. Anything outside this tree is a bug and keeps its traceback.
"""


class RiddlewireError(Exception):
    """Something the person running Riddlewire can put right."""

    exit_code = 1


class SettingsError(RiddlewireError):
    """The settings file or the environment is unreadable, incomplete or contradictory."""


class NewsError(RiddlewireError):
    """There is nothing to write about."""


class FeedUnavailable(NewsError):
    """The feed could not be fetched within the limits."""


class FeedUnreadable(NewsError):
    """What the feed sent is not RSS, RDF, Atom, JSON Feed or a news API answer."""


class NoFitArticle(NewsError):
    """The feeds answered, but no story in them is fresh, unseen and fit for a riddle."""


class WritingError(RiddlewireError):
    """No riddle came out of the writer."""


class MalformedRiddle(WritingError):
    """The model's text does not keep the riddle contract."""


class StoryTooLong(WritingError):
    """Not even the story's headline fits into the model's context."""


class NothingPassed(WritingError):
    """Every candidate riddle was screened out."""


class ModelError(RiddlewireError):
    """A language model or adapter cannot be used."""


class ModelNotFound(ModelError):
    """The path or name is not a language model this machine can load."""


class ServiceUnavailable(ModelError):
    """The model service is not set up, did not answer, or answered with something that is no completion."""


class AdapterRefused(ModelError):
    """The adapter folder is not byte for byte what was sealed."""


class CorpusError(RiddlewireError):
    """A corpus file breaks its own format."""


class StorageError(RiddlewireError):
    """The database cannot be trusted or used."""


class AlreadyRunning(StorageError):
    """Another process holds this data folder."""

    exit_code = 75  # EX_TEMPFAIL: try again when the other one has stopped


class TrainingError(RiddlewireError):
    """A run cannot start or did not finish."""


class TooFewExamples(TrainingError):
    """The ratings so far do not make a dataset worth training on."""


class RunInterrupted(TrainingError):
    """A run was cut short by something that may pass: what it has done is kept, and it can be resumed."""


class EvaluationError(RiddlewireError):
    """An exam or metric cannot be taken."""


class SlackError(RiddlewireError):
    """Slack, or the local workspace, refuses what the bot needs."""
