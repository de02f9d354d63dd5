"""The frozen records that cross module borders: what goes in and what comes out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from tonecheck.labels import LANGUAGES

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

FLAGS = ("empty", "no_words", "no_own_words", "other_language", "long")
"""What can be odd about a text: see `ToneScore.flags`."""


class FrozenDict(dict[str, Any]):
    """A dict that cannot be changed; it can be copied and pickled."""

    def _refuse(self, *_: Any, **__: Any) -> Any:
        raise TypeError("a result cannot be changed; dict(...) makes a copy that can")

    __setitem__ = __delitem__ = __ior__ = clear = pop = popitem = setdefault = update = _refuse

    def __reduce__(self) -> tuple[Any, ...]:
        return FrozenDict, (dict(self),)

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(frozenset(self.items()))


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a mailbox, from a client or from the reader.

    Parameters
    ----------
    id : str
        What evidence and replies point to; unique in a mailbox.
    sent : datetime, str or None
        When it was sent: a datetime or ISO 8601 text, with an offset or in the reader's time zone. None if unknown.
    sender : str
        Address or name of who wrote it.
    text : str
        The whole text; quotes and signatures are set aside later.
    to : tuple of str
        Addresses or names of who received it.
    reply_to : str or None
        Id of the message that it answers.
    thread : str or None
        Name of the conversation.

    Examples
    --------
    >>> Message("1", "2026-03-02T09:30:00+01:00", "dana@shop.example", "Logo bigger, please.").sender
    'dana@shop.example'
    """

    id: str
    sent: datetime | str | None
    sender: str
    text: str
    to: tuple[str, ...] = ()
    reply_to: str | None = None
    thread: str | None = None


@dataclass(frozen=True, slots=True)
class SetAside:
    r"""A part of a mail that its sender did not write there and then.

    Offsets count characters of the mail given (of its text, where it was HTML), end exclusive.

    Examples
    --------
    >>> from tonecheck import own_words
    >>> own_words("Fine by me.\n\nSent from my iPhone").set_aside[0].reason
    'sent_from'
    """

    start: int
    end: int
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class OwnWords:
    r"""A mail reduced to what its sender wrote, and what was set aside.

    ``text`` is '' where the mail is nothing but quotes; ``set_aside`` is in the order of the mail.

    Examples
    --------
    >>> from tonecheck import own_words
    >>> own_words("Fine by me.\n\nSent from my iPhone").text
    'Fine by me.'
    """

    text: str
    set_aside: tuple[SetAside, ...] = ()


@dataclass(frozen=True, slots=True)
class ToneScore:
    """The tone of one message.

    Attributes
    ----------
    probability : mapping of str to float
        Calibrated probability of each label of the model. Range: 0 to 1. Direction: 1 is worse.
        Each can be read as an attribute, too: ``tone.idiot_test``.
    labels : frozenset of str
        Labels at or over their threshold at the operating point asked for.
    unsure : frozenset of str
        Labels whose probability is too close to call; a label can be in both.
    language : str
        'en', 'fr' or 'other'.
    flags : frozenset of str
        What was odd: 'empty' (nothing but white space), 'no_words' (no letter, only signs or emoji), 'no_own_words'
        (nothing but quotes and the like),
        'other_language', 'long' (over 20,000 characters). An 'empty' or 'no_own_words' text has no tone: its
        probabilities are 0.

    Examples
    --------
    >>> from tonecheck import score
    >>> tone = score("Merci beaucoup, c'est parfait !")
    >>> tone.labels, tone.language
    (frozenset(), 'fr')
    >>> tone.idiot_test == tone.probability["idiot_test"]
    True
    """

    probability: Mapping[str, float]
    labels: frozenset[str]
    unsure: frozenset[str]
    language: str
    flags: frozenset[str]

    def __getattr__(self, name: str) -> float:
        if not name.startswith("_") and name in self.probability:
            return self.probability[name]
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    def __reduce__(self) -> tuple[Any, ...]:
        return _tone_score, (dict(self.probability), self.labels, self.unsure, self.language, self.flags)

    def to_dict(self) -> dict[str, Any]:
        """Return the score as plain data for JSON: a key for each label, then labels, unsure, language and flags."""
        return {
            **self.probability,
            "labels": [label for label in self.probability if label in self.labels],
            "unsure": [label for label in self.probability if label in self.unsure],
            "language": self.language,
            "flags": sorted(self.flags),
        }


def _tone_score(
    probability: dict[str, float], labels: frozenset[str], unsure: frozenset[str], language: str, flags: frozenset[str]
) -> ToneScore:
    return ToneScore(MappingProxyType(probability), labels, unsure, language, flags)


@dataclass(frozen=True, slots=True, eq=False)
class ToneScores(Sequence[ToneScore]):
    """The tone of many messages, in their order.

    Attributes
    ----------
    label_names : tuple of str
        Names of the columns below.
    probabilities : float array of shape (n_messages, n_labels)
        Calibrated. Range: 0 to 1. Direction: 1 is worse.
    predictions : bool array of shape (n_messages, n_labels)
        Whether the label is at or over its threshold.
    unsure : bool array of shape (n_messages, n_labels)
        Whether the label is too close to call.
    language_codes : int array of shape (n_messages,)
        Positions in `tonecheck.labels.LANGUAGES`.
    flag_bits : int array of shape (n_messages,)
        Bit i is set where flag i of `FLAGS` holds.

    Examples
    --------
    >>> from tonecheck import score_batch
    >>> tones = score_batch(["Logo bigger.", "Merci !"])
    >>> len(tones), [tone.language for tone in tones]
    (2, ['en', 'fr'])
    >>> tones.to_dicts()[1]["labels"]
    []
    """

    label_names: tuple[str, ...]
    probabilities: NDArray[np.float64]
    predictions: NDArray[np.bool_]
    unsure: NDArray[np.bool_]
    language_codes: NDArray[np.int8]
    flag_bits: NDArray[np.uint8]

    def __post_init__(self) -> None:
        for array in (self.probabilities, self.predictions, self.unsure, self.language_codes, self.flag_bits):
            array.setflags(write=False)

    def __len__(self) -> int:
        return len(self.probabilities)

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return ToneScores(
                self.label_names,
                self.probabilities[index],
                self.predictions[index],
                self.unsure[index],
                self.language_codes[index],
                self.flag_bits[index],
            )
        names = self.label_names
        return _tone_score(
            dict(zip(names, self.probabilities[index].tolist(), strict=True)),
            frozenset(name for name, hit in zip(names, self.predictions[index].tolist(), strict=True) if hit),
            frozenset(name for name, hit in zip(names, self.unsure[index].tolist(), strict=True) if hit),
            LANGUAGES[self.language_codes[index]],
            _FLAG_SETS[self.flag_bits[index]],
        )

    def __iter__(self) -> Iterator[ToneScore]:
        return (self[index] for index in range(len(self)))

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return one dict a message, as `ToneScore.to_dict` makes it."""
        return [tone.to_dict() for tone in self]

    def to_pandas(self) -> pd.DataFrame:
        """Return a DataFrame with one row a message and the keys of `ToneScore.to_dict` as columns.

        pandas is needed for this and for nothing else.
        """
        import pandas as pd

        return pd.DataFrame(self.to_dicts())


_FLAG_SETS = tuple(
    frozenset(flag for bit, flag in enumerate(FLAGS) if mask >> bit & 1) for mask in range(1 << len(FLAGS))
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One message that moved a part of a client's score.

    Attributes
    ----------
    reason : str
        Code of the reason, such as 'contempt' or 'out_of_hours'.
    message_id : str
        The message it points to.
    quote : str
        A short beginning of the message's own words.
    sent : datetime or None
        When the message was sent.
    points : float
        What it took from the part's score, or gave to it. Range: -100 to 100. Direction: negative lowered the score.

    Examples
    --------
    >>> Evidence("contempt", "17", "I will explain it slowly.", None, -12.5).points
    -12.5
    """

    reason: str
    message_id: str
    quote: str
    sent: datetime | None
    points: float


@dataclass(frozen=True, slots=True)
class PartScore:
    """How respectful one side of a client's messages reads.

    Attributes
    ----------
    score : float
        Range: 0 to 100. Direction: 100 is respectful.
    interval : tuple of float
        Lower and upper end of the 90% interval of `score`, in the same unit.
    band : str
        'good', 'mixed' or 'bad'.
    n_messages : int
        Messages of the client that were counted.
    evidence : tuple of Evidence
        What moved the score, weightiest first.

    Examples
    --------
    >>> PartScore(82.0, (61.0, 95.0), "good", n_messages=14).band
    'good'
    """

    score: float
    interval: tuple[float, float]
    band: str
    n_messages: int
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class OverallScore(PartScore):
    """The parts together, and the article's question answered.

    ``verdict`` is 'keep', 'a_bit_difficult', 'break_up' or 'not_enough_messages'. It says how this client's messages
    have read, of late; it is no judgement of a person.

    Examples
    --------
    >>> OverallScore(82.0, (61.0, 95.0), "good", 14, verdict="keep").verdict
    'keep'
    """

    verdict: str = "not_enough_messages"


@dataclass(frozen=True, slots=True)
class TimelinePoint:
    """One message of a client in the course of time, or one of the reader's that the client passed over.

    Attributes
    ----------
    message_id : str
        The message.
    sent : datetime or None
        When it was sent, by the reader's clock where their zone is known.
    probability : mapping of str to float
        Its tone. Range: 0 to 1. Direction: 1 is worse. Empty for a message of the reader's, whose tone is not heard.
    reasons : tuple of str
        Codes of what it is evidence of; none for a message that cost nothing.
    is_readers : bool
        Whether it is the reader's own: a concern that was ignored, at the time when it was raised.

    Examples
    --------
    >>> TimelinePoint("17", None, {"idiot_test": 0.04}, ()).reasons
    ()
    """

    message_id: str
    sent: datetime | None
    probability: Mapping[str, float]
    reasons: tuple[str, ...]
    is_readers: bool = False


@dataclass(frozen=True, slots=True)
class Trend:
    """How a client has written of late, against this client's own normal.

    Attributes
    ----------
    direction : str
        'better', 'worse', or 'steady' where the difference is within chance.
    recent, before : float
        Share of messages of late, and before, that showed disrespect for time or work. Range: 0 to 1. Direction: 1 is
        worse.

    Examples
    --------
    >>> Trend("worse", recent=0.5, before=0.05).direction
    'worse'
    """

    direction: str
    recent: float
    before: float


@dataclass(frozen=True, slots=True)
class InvoiceContext:
    """How a client pays, and how steadily they order: shown beside the score, not counted in it.

    Attributes
    ----------
    n_invoices, n_late, n_unpaid : int
        All; those paid after the day they were due; those still unpaid after it.
    mean_days_late : float
        Over all that are late or unpaid. Unit: days.
    first_order : date or None
        The day of the first invoice.
    n_months, n_order_months : int
        Calendar months looked at: the last twelve, fewer where the first invoice is younger; and in how many of them
        there is an invoice.
    is_steady : bool
        Whether that makes steady orders: see `tonecheck.respect_score.invoices`.

    Examples
    --------
    >>> InvoiceContext(n_invoices=4, n_late=1, n_unpaid=0, mean_days_late=12.0).n_late
    1
    """

    n_invoices: int
    n_late: int
    n_unpaid: int
    mean_days_late: float
    first_order: date | None = None
    n_months: int = 0
    n_order_months: int = 0
    is_steady: bool = False


@dataclass(frozen=True, slots=True)
class ClientRespect:
    """How respectfully one client writes.

    Attributes
    ----------
    client : str
        Address in lower case, or name.
    overall : OverallScore
        All parts with data together.
    time, work, feedback : PartScore or None
        Whether the client respects the reader's time, work and feedback; None without data. Feedback counts the
        reader's concerns, not the client's messages.
    missing : mapping of str to str
        For each part that is None: why.
    n_messages : int
        Messages of this client that were read.
    n_other_language : int
        How many of them are in neither English nor French, where tone is heard less well.
    trend : Trend or None
        None where there are too few messages of late, or before.
    invoices : InvoiceContext or None
        None where none were given.
    timeline : tuple of TimelinePoint
        All messages of the client, and those of the reader's that raised a concern which was ignored, in the order of
        time.

    Examples
    --------
    >>> overall = OverallScore(82.0, (61.0, 95.0), "good", 14, verdict="keep")
    >>> dana = ClientRespect("dana@shop.example", overall, None, overall, None, {"time": "no times"}, 14)
    >>> dana.to_dict()["time"] is None
    True
    """

    client: str
    overall: OverallScore
    time: PartScore | None
    work: PartScore | None
    feedback: PartScore | None
    missing: Mapping[str, str] = field(default_factory=FrozenDict)
    n_messages: int = 0
    n_other_language: int = 0
    trend: Trend | None = None
    invoices: InvoiceContext | None = None
    timeline: tuple[TimelinePoint, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the client as plain data for JSON; times as ISO 8601 text."""
        plain = asdict(self)
        dated = [*plain["timeline"]]
        for part in ("overall", "time", "work", "feedback"):
            dated += (plain[part] or {}).get("evidence", ())
        for entry in dated:
            entry["sent"] = entry["sent"] and entry["sent"].isoformat()
        if plain["invoices"] and plain["invoices"]["first_order"]:
            plain["invoices"]["first_order"] = plain["invoices"]["first_order"].isoformat()
        return plain


@dataclass(frozen=True, slots=True)
class Respect(Mapping[str, ClientRespect]):
    """The clients of a mailbox by their key, in the order of the alphabet.

    Attributes
    ----------
    clients : mapping of str to ClientRespect
        What indexing and iteration read.
    assumptions : tuple of str
        What had to be assumed, in words: no reader named, no time zone.
    left_out : mapping of str to int
        Messages that were not counted, by reason.

    Examples
    --------
    >>> from tonecheck import respect
    >>> message = Message("1", "2026-03-02T10:00:00+01:00", "dana@shop.example", "Thanks!")
    >>> clients = respect([message])
    >>> list(clients)
    ['dana@shop.example']
    """

    clients: Mapping[str, ClientRespect]
    assumptions: tuple[str, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=FrozenDict)

    def __getitem__(self, client: str) -> ClientRespect:
        return self.clients[client]

    def __iter__(self) -> Iterator[str]:
        return iter(self.clients)

    def __len__(self) -> int:
        return len(self.clients)

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return one dict a client, as `ClientRespect.to_dict` makes it."""
        return [client.to_dict() for client in self.clients.values()]
