"""The library's functions: from texts and mailboxes to scores."""

from __future__ import annotations

import os
import threading
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from tonecheck.calibration import UNSURE, to_probabilities
from tonecheck.classifier import ToneClassifier
from tonecheck.corpus.checks import check_texts
from tonecheck.errors import InputError, ModelFormatError, shorten
from tonecheck.features.batch import Batch, to_batch
from tonecheck.labels import LANGUAGES
from tonecheck.persistence import find_folder
from tonecheck.records import FLAGS, Message, Respect, ToneScore, ToneScores
from tonecheck.resources import DEFAULT_MODEL
from tonecheck.text.reply import own_words

if TYPE_CHECKING:
    from datetime import date, datetime

    from tonecheck.explanation import Explanation

LONG_CHARACTERS = 20_000
"""A text of more characters is flagged 'long'. It is scored whole, but one sentence in it hardly counts."""

CHUNK_MESSAGES = 2_000
"""Messages scored at a time, so that memory does not grow with their number."""

ModelLike = ToneClassifier | str | os.PathLike[str] | None

_OTHER = LANGUAGES.index("other")
_EMPTY, _NO_WORDS, _NO_OWN_WORDS, _OTHER_LANGUAGE, _LONG = (1 << FLAGS.index(flag) for flag in FLAGS)

_loaded: dict[str, ToneClassifier] = {}
_loading = threading.Lock()


def load_model(source: str | os.PathLike[str] | None = None) -> ToneClassifier:
    """Read a model; nothing in its folder is run.

    Parameters
    ----------
    source : str or path, optional
        Name of a shipped model, or a model folder. Default: the default model.

    Returns
    -------
    ToneClassifier
        A new one at each call, so that one's own thresholds can be set on it.

    Raises
    ------
    ModelNotFoundError, ModelFormatError, ModelIntegrityError
        If there is no such model, or its folder is not what it should be.

    Examples
    --------
    >>> load_model().labels_
    ('idiot_test', 'insulting', 'dismissive', 'pressuring')
    """
    return ToneClassifier.load(DEFAULT_MODEL if source is None else source)


def read_card(source: str | os.PathLike[str] | None = None) -> str:
    """Return the card of a shipped model or of a model folder: Markdown."""
    folder, _ = find_folder(DEFAULT_MODEL if source is None else source)
    try:
        return (folder / "README.md").read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise ModelFormatError(
            f"{folder}: no README.md in this folder; expected a model folder with its card"
        ) from error


def to_model(model: ModelLike) -> ToneClassifier:
    """Return the model meant: a name or folder is read on first use, once."""
    if isinstance(model, ToneClassifier):
        return model
    source = DEFAULT_MODEL if model is None else model
    key = str(source)
    with _loading:
        if key not in _loaded:
            _loaded[key] = ToneClassifier.load(source)
        return _loaded[key]


def score(text: str, *, model: ModelLike = None, operating_point: str = "careful") -> ToneScore:
    """Score the tone of one message, by its sender's own words.

    Parameters
    ----------
    text : str
        A message, or a whole mail: quotes, signatures and the like are set aside first.
    model : ToneClassifier, str or path, optional
        A model, a shipped model's name or a model folder. Default: the default model.
    operating_point : str
        'careful' flags few harmless messages, 'alert' misses few harmful ones.

    Returns
    -------
    ToneScore
        Probabilities, each 0 to 1, 1 is worse; labels; what was unsure or odd.

    Raises
    ------
    InputError
        If `text` is no str or the operating point is unknown.

    Examples
    --------
    >>> tone = score("Did you even open the file before you sent me this?")
    >>> tone.language
    'en'
    >>> 0 <= tone.idiot_test <= 1
    True
    """
    _check_text(text)
    tone: ToneScore = _score_texts([text], to_model(model), operating_point)[0]
    return tone


def score_batch(
    texts: Iterable[str],
    *,
    model: ModelLike = None,
    operating_point: str = "careful",
    n_jobs: int = 1,
    progress: bool = False,
) -> ToneScores:
    """Score the tone of many messages.

    Parameters
    ----------
    texts : iterable of str, length n_messages
        As for `score`.
    model, operating_point
        As for `score`.
    n_jobs : int
        Processes to work in, as joblib counts them: -1 for one a core.
    progress : bool
        Whether to show a progress bar on standard error.

    Returns
    -------
    ToneScores
        One score a message, in the same order.

    Raises
    ------
    InputError
        If `texts` is a single str, or one of them is no str: its index is named.

    Examples
    --------
    >>> tones = score_batch(["Logo bigger. Send by 5pm.", "Merci, c'est parfait."])
    >>> tones.probabilities.shape
    (2, 4)
    """
    if not isinstance(n_jobs, int) or n_jobs == 0:
        raise InputError(f"n_jobs must be an int, and not 0. Got {shorten(n_jobs)} instead.")
    found = check_texts(texts)
    ready = to_model(model)
    ready.thresholds(operating_point)
    chunks = [found[at : at + CHUNK_MESSAGES] for at in range(0, len(found), CHUNK_MESSAGES)] or [[]]
    parts = _score_chunks(chunks, ready, operating_point, n_jobs)
    return _join(list(_shown(parts, len(found)) if progress else parts))


def score_stream(
    texts: Iterable[str], *, model: ModelLike = None, operating_point: str = "careful"
) -> Iterator[ToneScore]:
    """Score messages one after the other, for more of them than fit in memory.

    Parameters
    ----------
    texts : iterable of str
        Read a few hundred at a time.
    model, operating_point
        As for `score`.

    Yields
    ------
    ToneScore
        One a message, in the same order.

    Examples
    --------
    >>> [tone.language for tone in score_stream(iter(["Where is the file?", "Où est le fichier ?"]))]
    ['en', 'fr']
    """
    if isinstance(texts, str | bytes) or not isinstance(texts, Iterable):
        check_texts(texts)  # raises
    ready = to_model(model)
    ready.thresholds(operating_point)
    waiting = iter(texts)
    n_seen = 0
    while chunk := list(islice(waiting, CHUNK_MESSAGES)):
        for index, text in enumerate(chunk, n_seen):
            if not isinstance(text, str):
                raise InputError(f"text {index} is {type(text).__name__} ({shorten(text)}); expected str")
        n_seen += len(chunk)
        yield from _score_texts(chunk, ready, operating_point)


def insult_shift(text: str, *, model: ModelLike = None) -> float:
    """Take the test literally: add "you idiot" to a message and see how far its tone moves.

    Range: 0 to 1. Direction: near 0 it reads the same with the insult, so the message fails the test; near 1 the insult
    is a jolt. `score` is to be trusted first: its ``idiot_test`` was trained on such messages and separates them better
    (`tonecheck.literal_insult` has the figures).

    Parameters
    ----------
    text, model
        As for `score`.

    Returns
    -------
    float
        How far the odds of 'idiot_test' move, whatever the length of the message; 1 for a text without words.

    Raises
    ------
    InputError
        If `text` is no str, or the model has no label 'idiot_test'.

    Examples
    --------
    >>> insult_shift("Lovely, thank you!") > insult_shift("Are you too stupid to open a file?")
    True
    """
    from tonecheck.literal_insult import insult_shifts

    _check_text(text)
    own_text = own_words(text).text
    return float(insult_shifts([own_text], to_model(model))[0]) if any(map(str.isalpha, own_text)) else 1.0


def explain(text: str, *, model: ModelLike = None, operating_point: str = "careful") -> Explanation:
    """Say why a message is scored as it is.

    Parameters
    ----------
    text, model, operating_point
        As for `score`.

    Returns
    -------
    Explanation
        Its sentences with their own scores and its words, each with what it contributes to every label, and a reason in
        words. In a notebook it shows itself; ``print`` shows it in a terminal.

    Raises
    ------
    InputError
        As for `score`.

    Examples
    --------
    >>> why = explain("The second page is fine. Was the brief too long for you to read?")
    >>> [sentence.text for sentence in why.sentences]
    ['The second page is fine.', 'Was the brief too long for you to read?']
    >>> why.text[why.spans[0].start : why.spans[0].end]
    'The'
    """
    from tonecheck.explanation import explain_text

    ready = to_model(model)
    return explain_text(text, score(text, model=ready, operating_point=operating_point), ready)


def respect(
    messages: Iterable[Message | Mapping[str, Any]] | Any,
    *,
    me: str | Iterable[str] | None = None,
    timezone: str | None = None,
    working_hours: str = "Mon-Fri 09:00-18:00",
    holidays: str | Collection[date | str] | None = None,
    invoices: Iterable[Mapping[str, Any]] = (),
    half_life_days: float = 90.0,
    aliases: Mapping[str, str] | None = None,
    since: date | datetime | str | None = None,
    as_of: datetime | str | None = None,
    ignore: Iterable[str] = (),
    client: str | None = None,
    model: ModelLike = None,
    operating_point: str = "careful",
    progress: bool = False,
) -> Respect:
    """Put a mailbox together into a respect score for each client.

    It answers how a client's messages to you have read, of late; it is no judgement of a person.

    Parameters
    ----------
    messages : iterable of Message or dict, or DataFrame
        Of both sides, in any order.
    me : str or iterable of str, optional
        The reader's own addresses or names. Without it every sender is taken for a client.
    timezone : str, optional
        The reader's zone, such as 'Europe/Paris'. Default: the offset of the reader's own messages.
    working_hours : str
        When the reader works, in that zone.
    holidays : str or collection of date, optional
        Country of the reader's public holidays, such as 'FR' or 'CA-QC', or the free days themselves.
    invoices : iterable of mapping
        With client, due and paid (dates; paid None while it is not): context shown beside the score, not counted in it.
    half_life_days : float
        A message this much older than the newest counts half. Range: above 0.
    aliases : mapping of str to str, optional
        Addresses or names that stand for another one. A domain with an '@' makes all its people one client:
        ``{"@shop.example": "shop.example"}``. An address that is named by itself, here, in `me` or in `ignore`, is not
        taken by its domain.
    since : date, datetime or str, optional
        Leaves out what is older.
    as_of : datetime or str, optional
        The day from which age counts back. Default: that of the newest message.
    ignore : iterable of str
        Senders to leave out.
    client : str, optional
        One client alone.
    model, operating_point
        As for `score`.
    progress : bool
        Whether to show a progress bar on standard error.

    Returns
    -------
    Respect
        A mapping of client to ClientRespect. Scores 0 to 100, 100 is respectful.

    Raises
    ------
    InputError
        If a message or an option is not what it should be.

    Examples
    --------
    >>> clients = respect([Message("1", "2026-03-02T10:00:00+01:00", "dana@shop.example", "Lovely, thank you!")])
    >>> clients["dana@shop.example"].overall.verdict
    'not_enough_messages'
    """
    from tonecheck.respect_score import score_clients
    from tonecheck.respect_score.replies import load_reply_reader

    found = _to_messages(messages)
    own_texts = [own_words(message.text).text for message in found]
    ready = to_model(model)
    ready.thresholds(operating_point)

    def hear(rows: Sequence[int], batch: Batch) -> ToneScores:
        texts = [own_texts[row] for row in rows]
        return _score_batch(texts, texts, batch, ready, operating_point)

    with _progress_bar(len(found), progress) as bar:
        clients = score_clients(
            found,
            own_texts,
            hear,
            me=me,
            timezone=timezone,
            working_hours=working_hours,
            holidays=holidays,
            invoices=invoices,
            half_life_days=half_life_days,
            aliases=aliases,
            since=since,
            as_of=as_of,
            ignore=ignore,
            client=client,
            reader=load_reply_reader(),
            advance=bar.update,
        )
        bar.update(len(found) - bar.n)
    return clients


def write_report(
    clients: Respect,
    folder: str | os.PathLike[str],
    *,
    messages: Iterable[Message | Mapping[str, Any]] | Any,
    model: ModelLike = None,
    language: str = "en",
    overwrite: bool = False,
) -> Path:
    """Write respect scores as pages to read: one for each client, and ``index.html``, their list.

    Each page stands alone, fetches nothing and runs nothing; it reads on a phone and in print. It quotes letters, so it
    is the reader's own.

    Parameters
    ----------
    clients : Respect
        What `respect` returned.
    folder : str or path
        Where to; its parents are made. It is written whole or not at all.
    messages : iterable of Message or dict, or DataFrame
        Those that were scored: in the messages behind a score, the words that weighed most are highlighted. A message
        that is not among them has a short quote.
    model
        As for `score`: the one that `respect` was given.
    language : str
        Of the report, 'en' or 'fr'; messages stay in theirs.
    overwrite : bool
        Whether to replace a report that is there. A folder that holds anything else is refused either way.

    Returns
    -------
    Path
        The list of clients, to be opened in a browser.

    Raises
    ------
    InputError
        If `clients` are no scores, the language is another, or the folder may not be written.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> messages = [Message("1", "2026-03-02T10:00:00+01:00", "dana@shop.example", "Lovely, thank you!")]
    >>> with TemporaryDirectory() as place:
    ...     index = write_report(respect(messages), place, messages=messages, language="fr")
    ...     sorted(path.name for path in index.parent.iterdir())
    ['client-dana-shop-example.html', 'index.html']
    """
    from tonecheck.respect_score.report import write_pages

    if not isinstance(clients, Respect):
        raise InputError(f"clients is {type(clients).__name__}; expected what tonecheck.respect returns")
    texts: dict[str, list[str]] = defaultdict(list)
    for message in _to_messages(messages):
        texts[message.id].append(message.text)
    return write_pages(
        clients,
        folder,
        texts=texts,
        explain=lambda text: explain(text, model=model),
        language=language,
        overwrite=overwrite,
    )


def _to_messages(messages: Any) -> list[Message]:
    if isinstance(messages, str | bytes | Mapping | Message) or not isinstance(messages, Iterable):
        raise InputError(f"messages is one {type(messages).__name__}; expected an iterable of Message or dict")
    if hasattr(messages, "to_dict") and hasattr(messages, "columns"):
        messages = messages.to_dict("records")
    return [_to_message(message, index) for index, message in enumerate(messages)]


def _to_message(message: Any, index: int) -> Message:
    made = message if isinstance(message, Message) else _from_fields(message, index)
    if not isinstance(made.text, str):
        raise InputError(f"message {index}: text is {type(made.text).__name__} ({shorten(made.text)}); expected str")
    return made


def _from_fields(fields: Any, index: int) -> Message:
    if not isinstance(fields, Mapping):
        raise InputError(
            f"message {index} is {type(fields).__name__}; expected a tonecheck.Message or a dict of its fields"
        )
    # In a DataFrame nothing is NaN, which is what is not equal to itself.
    known = {
        name: value for name, value in fields.items() if name not in ("to", "reply_to", "thread") or value == value
    }
    try:
        return Message(**known)
    except TypeError as error:
        expected = ", ".join(Message.__dataclass_fields__)
        raise InputError(
            f"message {index} has the keys {shorten(sorted(map(str, fields)), 100)}; expected {expected}"
        ) from error


def _check_text(text: Any) -> None:
    if not isinstance(text, str):
        raise InputError(
            f"text is {type(text).__name__} ({shorten(text)}); expected str (for several, use score_batch)"
        )


def _score_texts(texts: Sequence[str], model: ToneClassifier, operating_point: str) -> ToneScores:
    own_texts = [own_words(text).text for text in texts]
    return _score_batch(texts, own_texts, to_batch(own_texts), model, operating_point)


def _score_batch(
    texts: Sequence[str], own_texts: Sequence[str], batch: Batch, model: ToneClassifier, operating_point: str
) -> ToneScores:
    """Score texts whose own words are in a batch, normalised; what other models need of them, too, is kept there."""
    probabilities = to_probabilities(model.log_odds(batch))
    # A copy, for other models may read the batch, too.
    language_codes = batch.once("languages", lambda: model.identifier_.identify(batch)).copy()
    flag_bits = np.fromiter(map(_flag_bits, texts, own_texts), np.uint8, len(texts))
    wordless = (flag_bits & (_EMPTY | _NO_WORDS | _NO_OWN_WORDS)) > 0
    language_codes[wordless] = _OTHER
    flag_bits[(language_codes == _OTHER) & ~wordless] |= _OTHER_LANGUAGE
    probabilities[(flag_bits & (_EMPTY | _NO_OWN_WORDS)) > 0] = 0
    return ToneScores(
        model.labels_,
        probabilities,
        probabilities >= model.thresholds(operating_point),
        (probabilities > UNSURE[0]) & (probabilities < UNSURE[1]),
        language_codes,
        flag_bits,
    )


def _flag_bits(text: str, own_text: str) -> int:
    if own_text:
        bits = 0 if any(map(str.isalpha, own_text)) else _NO_WORDS
    else:
        bits = _EMPTY if not text.strip() else _NO_OWN_WORDS
    return bits | _LONG if len(text) > LONG_CHARACTERS else bits


def _score_chunks(
    chunks: Sequence[Sequence[str]], model: ToneClassifier, operating_point: str, n_jobs: int
) -> Iterator[ToneScores]:
    if n_jobs == 1 or len(chunks) == 1:
        return (_score_texts(chunk, model, operating_point) for chunk in chunks)
    from joblib import Parallel, delayed

    tasks = (delayed(_score_texts)(chunk, model, operating_point) for chunk in chunks)
    parts: Iterator[ToneScores] = Parallel(n_jobs=n_jobs, return_as="generator")(tasks)
    return parts


def _shown(parts: Iterable[ToneScores], total: int) -> Iterator[ToneScores]:
    with _progress_bar(total, True) as bar:
        for part in parts:
            bar.update(len(part))
            yield part


def _join(parts: Sequence[ToneScores]) -> ToneScores:
    if len(parts) == 1:
        return parts[0]

    def column(name: str) -> NDArray[Any]:
        return np.concatenate([getattr(part, name) for part in parts])

    return ToneScores(
        parts[0].label_names,
        column("probabilities"),
        column("predictions"),
        column("unsure"),
        column("language_codes"),
        column("flag_bits"),
    )


def _progress_bar(total: int, shown: bool) -> Any:
    from tqdm import tqdm

    return tqdm(total=total, unit=" messages", disable=not shown)
