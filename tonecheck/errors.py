"""Every exception and warning of tonecheck.

::

    ToneCheckError
    ├── InputError             also ValueError and TypeError
    ├── CorpusError            also ValueError
    ├── ModelError
    │   ├── ModelNotFoundError     also FileNotFoundError
    │   ├── ModelFormatError       also ValueError
    │   └── ModelIntegrityError
    └── QualityGateError       below a floor, worse than before, or nothing to measure
    ToneCheckWarning           a UserWarning
    └── EnvironmentMismatchWarning

A message says what, where, what came and what was expected, and never quotes a letter in full.
"""


class ToneCheckError(Exception):
    """Base of every exception that tonecheck raises on purpose."""


class InputError(ToneCheckError, ValueError, TypeError):
    """An argument, a text or a message file is not what was asked for."""


class CorpusError(ToneCheckError, ValueError):
    """A labelled file or its arrays cannot be trained on or evaluated."""


class ModelError(ToneCheckError):
    """Base of what can be wrong with a model folder."""


class ModelNotFoundError(ModelError, FileNotFoundError):
    """No model has this name, or no folder is there."""


class ModelFormatError(ModelError, ValueError):
    """A model folder does not follow the format, or follows a newer one."""


class ModelIntegrityError(ModelError):
    """A file of a model folder is not the one that its manifest or this release lists."""


class QualityGateError(ToneCheckError):
    """A model is below a floor or worse than before, or there was nothing to measure."""


class ToneCheckWarning(UserWarning):
    """Base of the warnings that tonecheck gives."""


class EnvironmentMismatchWarning(ToneCheckWarning):
    """A shipped model is rebuilt with other library versions than its manifest records."""


def shorten(value: object, width: int = 40) -> str:
    """Show a value in an error: its ``repr``, cut short so that no letter is quoted in full.

    Parameters
    ----------
    value : object
        What came.
    width : int
        Most characters to show. Range: 4 and up.

    Returns
    -------
    str
        At most `width` characters.

    Examples
    --------
    >>> shorten("x" * 100, width=12)
    "'xxxxxxxx..."
    """
    shown = repr(value[:width] if isinstance(value, str | bytes) else value)
    return shown if len(shown) <= width else shown[: width - 3] + "..."
