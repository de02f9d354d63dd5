"""Which label of a public corpus is near one of ours, and which of its rows are ordinary talk.

The corpora are of other people and are not part of the project: JSON lines with 'text', 'labels' and 'meta'. Only
figures about them are printed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]

MUST_STAY_LOW = ("ident_neutral_nh", "counter_quote_nh", "profanity_nh", "target_obj_nh")
"""Probes that speak of a group, quote, swear or scold a thing, and mean nobody."""


@dataclass(frozen=True)
class Ranking:
    """A question that a corpus can answer: whether scores of our `label` rise with `truth`.

    ``truth`` gives 0 or 1 (then AUC is measured), or any number (then rank correlation), or None to leave a row out.
    """

    corpus: str
    what: str
    label: str
    truth: Callable[[Row], float | None]
    is_graded: bool = False


def _any_of(*names: str) -> Callable[[Row], float]:
    return lambda row: float(any(row["labels"].get(name) for name in names))


RANKINGS = (
    Ranking(
        "vcu_github_incivility",
        "insulting or mocking",
        "insulting",
        _any_of("Insulting", "Mocking", "Identity attack/Name-Calling"),
    ),
    Ranking("vcu_github_incivility", "mocking or ironic", "dismissive", _any_of("Mocking", "Irony")),
    Ranking("vcu_github_incivility", "impatient or entitled", "pressuring", _any_of("Impatience", "Entitlement")),
    Ranking("vcu_github_incivility", "uncivil in any way", "idiot_test", _any_of("uncivil_any")),
    Ranking("raman_github_comments", "toxic", "idiot_test", _any_of("toxicity")),
    Ranking("wiki_toxicity_nonfuzzed", "toxic", "idiot_test", _any_of("toxic")),
    Ranking("convabuse", "abusive", "idiot_test", _any_of("abuse_majority")),
    Ranking("euphemistic_abuse", "abusive in polite words", "insulting", _any_of("abuse")),
    Ranking("toxifrench_agreement", "toxic", "idiot_test", _any_of("annotator's conclusion")),
    Ranking(
        "mlma_fr",
        "offensive, abusive, disrespectful or hateful",
        "insulting",
        _any_of(*(f"sentiment={name}" for name in ("offensive", "abusive", "disrespectful", "hateful"))),
    ),
    Ranking(
        "stanford_politeness_wikipedia",
        "rudeness",
        "idiot_test",
        lambda row: -row["labels"]["normalized_score"],
        is_graded=True,
    ),
    Ranking(
        "stanford_politeness_stackexchange",
        "rudeness",
        "idiot_test",
        lambda row: None if row["meta"]["suspect_misaligned"] else -row["labels"]["normalized_score"],
        is_graded=True,
    ),
    Ranking("tydip_fr", "rudeness", "idiot_test", lambda row: -row["labels"]["score"], is_graded=True),
)

ORDINARY: dict[str, tuple[str, Callable[[Row], bool]]] = {
    "vcu_github_incivility": ("civil comments", lambda row: not row["labels"]["uncivil_any"]),
    "raman_github_comments": ("comments that are not toxic", lambda row: not row["labels"]["toxicity"]),
    "premo_pull_requests": ("all comments", lambda row: True),
    "wiki_toxicity_nonfuzzed": ("comments that are not toxic", lambda row: not row["labels"]["toxic"]),
    "convabuse": ("turns that are not abusive", lambda row: not row["labels"]["abuse_majority"]),
    "euphemistic_abuse": ("sentences that are not abusive", lambda row: not row["labels"]["abuse"]),
    "stanford_politeness_wikipedia": ("the politest quarter", lambda row: row["labels"]["quartile_class"] == 1),
    "stanford_politeness_stackexchange": ("the politest quarter", lambda row: row["labels"]["quartile_class"] == 1),
    "tydip_fr": ("polite requests", lambda row: row["labels"].get("binary_polite") == 1),
    "toxifrench_agreement": ("posts that are not toxic", lambda row: not row["labels"]["annotator's conclusion"]),
    "xed_fr": (
        "lines without anger or disgust",
        lambda row: not (row["labels"]["anger"] or row["labels"]["disgust"]),
    ),
    "minibar_app_reviews_fr": ("all reviews", lambda row: True),
    "multilingual_hatecheck_fr": (
        "probes that mean nobody",
        lambda row: row["meta"]["functionality"] in MUST_STAY_LOW,
    ),
}
