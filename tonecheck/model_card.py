"""The card of a model, made from its manifest and its evaluation.

It says what the model measures, how well, and what it must not be used for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tonecheck.labels import DEFINITIONS

_LANGUAGE_NAMES = {"en": "English", "fr": "French", "other": "other languages", "all": "all"}

_HEAD = """\
---
language: [en, fr]
license: {license}
library_name: tonecheck
pipeline_tag: text-classification
tags: [tone, incivility, contempt]
---

# {name}

{summary}

## What it measures

For each message, the probability that it carries each of these labels, by its text alone, as the person who gets it
would read it:

{definitions}

A probability is calibrated: of messages scored about 0.8, about 80% carry the label, where {shares} of messages do. It
measures how sure the model is, not how bad the message is. Between {low} and {high} it is too close to call.

## What it is for, and what not

It is for people who work for clients and want to see how a client's messages read. It is not made to judge a person,
to decide
about anybody's work, pay or access, to watch employees, or to moderate a public forum; it is not made to detect
anything about
whoever wrote a message. It reads English and French; other languages are flagged and their scores mean little.

## What it has learned from

{data}

## How good it is

{figures}
## Uses of the thresholds

`careful`: few harmless messages are accused. `alert`: few harmful ones are missed. What a flag is worth depends on how
many of the messages in an inbox are contemptuous; see the tables.

## How it is made again

{rebuild}

Made with {versions}.
"""


def write_card(manifest: Mapping[str, Any], evaluation: Mapping[str, Any]) -> str:
    """Return the card of a model as Markdown.

    Parameters
    ----------
    manifest : mapping
        What `ToneClassifier.save` writes into ``manifest.json``.
    evaluation : mapping
        What `tonecheck.evaluation.evaluate` returns; may be empty, which the card then says.

    Returns
    -------
    str
        Markdown, with the head that model hubs read.
    """
    names = manifest["labels"]
    shares = ", ".join(f"{share:.0%} ({name})" for name, share in zip(names, manifest["positive_share"], strict=True))
    definitions = "\n".join(f"- `{name}`: {DEFINITIONS.get(name, 'a label of its owner')}" for name in names)
    versions = ", ".join(f"{name} {version}" for name, version in sorted(manifest.get("versions", {}).items()))
    return _HEAD.format(
        name=manifest["name"],
        license=manifest.get("license", "other"),
        summary=manifest.get("summary", "A tonecheck model trained on its owner's labelled messages."),
        definitions=definitions,
        shares=shares,
        low=manifest["unsure"][0],
        high=manifest["unsure"][1],
        data=manifest.get("data", f"{manifest['n_messages']} labelled messages."),
        figures=write_figures(evaluation),
        rebuild=manifest.get(
            "rebuild", "With `tonecheck train` and the same files, whose digests are in `manifest.json`."
        ),
        versions=f"tonecheck {manifest['tonecheck']}, {versions}",
    )


def write_figures(evaluation: Mapping[str, Any]) -> str:
    """Return the tables of an evaluation as Markdown; an interval stands behind its figure."""
    if not evaluation:
        return "It was not measured.\n"
    where = evaluation.get("measured_on", "labelled messages of the user")
    head = (
        f"Measured on {evaluation['n_messages']} messages{_writers(evaluation)}: {where}. Intervals: "
        f"{evaluation['interval']}. AUC is the probability that a message with the label scores above one without: 0.5 "
        "is chance, 1 is best. A calibration error of 0.02 means that probabilities are off by 2 points.\n"
    )
    parts = [head, *_search(evaluation.get("search")), *_comparison(evaluation.get("comparison"))]
    for language, figures in evaluation["languages"].items():
        parts.append(f"### {_LANGUAGE_NAMES.get(language, language)}\n")
        parts.append(_label_table(figures["labels"]))
        parts.append(_point_table(figures["operating_points"]))
        if any(slice_["n_messages"] for slice_ in figures["lengths"].values()):
            parts.append(_length_table(figures["lengths"]))
        if figures["kinds"]:
            parts.append(_kind_table(figures["kinds"]))
    return "\n".join([*parts, *_insult_shift(evaluation.get("insult_shift"))])


def _insult_shift(figures: Mapping[str, Mapping[str, float]] | None) -> list[str]:
    if not figures:
        return []
    rows = [
        [
            _LANGUAGE_NAMES[language],
            *(f"{found[name]:.3f}" for name in ("auc", "auc_shift", "auc_both")),
            f"{-found['rank_correlation']:.2f}",
            f"{found['disagreeing']:.1%}",
        ]
        for language, found in figures.items()
    ]
    head = ["", "AUC `idiot_test`", "AUC `insult_shift`", "both together", "rank correlation", "disagreeing"]
    return [
        "### The test taken literally\n",
        "`tonecheck.insult_shift` adds the insult and measures how far the tone moves. Trust `idiot_test`: the model "
        "is nearly linear, so that the shift says little that is not in `idiot_test` already. 'Disagreeing' is the "
        "share of messages that one ranks in its worst quarter and the other in its better half.\n",
        to_table(head, rows),
    ]


def _search(search: Mapping[str, Any] | None) -> list[str]:
    if not search:
        return []
    best = max(search["tried"], key=lambda found: found["average_precision"])
    rows = [
        [
            ", ".join(f"`{name}={value!r}`" for name, value in found["options"].items()),
            f"{found['average_precision']:.3f}{', chosen' if found is best else ''}",
        ]
        for found in search["tried"]
    ]
    return [
        "### Options tried\n",
        "Chosen on the same messages that the other figures are about, which flatters these a little.\n",
        to_table(["options", "average precision, mean over labels"], rows),
    ]


def _comparison(comparison: Mapping[str, Any] | None) -> list[str]:
    if not comparison:
        return []
    base = comparison["base"]
    rows = [
        [
            f"`{label}`",
            _LANGUAGE_NAMES.get(language, language),
            f"{found['n_positive']} of {found['n_messages']}",
            *(_pair(found[measure]) for measure in ("auc", "average_precision")),
        ]
        for label, by_language in comparison["labels"].items()
        for language, found in by_language.items()
    ]
    parts = [f"### Beside {base}, from which it started\n"]
    if comparison["sentences"]:
        parts.append("".join(f"- {sentence}\n" for sentence in comparison["sentences"]))
        parts.append(to_table(["label", "messages", "with it", f"AUC, {base} → new", "average precision"], rows))
    if comparison["kept"]:
        kept = ", ".join(f"`{label}`" for label in comparison["kept"])
        parts.append(f"Taken over from {base} as they are, for too few messages tell of them: {kept}.\n")
    if not comparison["sentences"] and not comparison["kept"]:
        parts.append(f"{base} has none of these labels: what it says is one more thing that the new model weighs.\n")
    return parts


def _pair(measured: Mapping[str, Any]) -> str:
    pair = f"{measured['base']:.3f} → {measured['new']:.3f}"
    if not measured["difference"]:
        return pair
    value, low, high = (f"{number:+.3f}" for number in measured["difference"])
    return f"{pair}: {value} ({low} to {high})"


def _writers(evaluation: Mapping[str, Any]) -> str:
    return f" by {evaluation['n_writers']} writers" if evaluation.get("n_writers") else ""


def _label_table(labels: Mapping[str, Any]) -> str:
    head = ["label", "with it", "AUC", "average precision", "calibration error"]
    head += [f"{what}, {point}" for point in ("careful", "alert") for what in ("precision", "recall")]
    rows = [
        [
            f"`{name}`",
            f"{found['n_positive']} of {found['n_messages']}",
            _figure(found["auc"], 3),
            _figure(found["average_precision"], 3),
            "–" if found["calibration_error"] is None else f"{found['calibration_error']:.3f}",
            *(_share(found[point][what]) for point in ("careful", "alert") for what in ("precision", "recall")),
        ]
        for name, found in labels.items()
    ]
    return to_table(head, rows)


def _point_table(points: Mapping[str, Any]) -> str:
    shares = next(iter(points.values()))["harmless_of_100_flagged"]
    head = ["operating point", "harmless messages accused", "harmful ones caught"]
    head += [f"of 100 flagged, harmless, where {share} are contemptuous" for share in shares]
    rows = [
        [
            f"`{name}`",
            f"{_share(found['accused'])} of {found['n_harmless']}",
            f"{_share(found['caught'])} of {found['n_harmful']}",
            *map(str, found["harmless_of_100_flagged"].values()),
        ]
        for name, found in points.items()
    ]
    return to_table(head, rows)


def _length_table(lengths: Mapping[str, Any]) -> str:
    names = [name for name in next(iter(lengths.values())) if name != "n_messages"]
    rows = [
        [name, str(found["n_messages"]), *(_figure(found[label], 3) for label in names)]
        for name, found in lengths.items()
    ]
    return to_table(["length", "messages", *(f"AUC `{label}`" for label in names)], rows)


def _kind_table(kinds: Mapping[str, Any]) -> str:
    rows = [
        [
            name.replace("_", " "),
            "caught" if found["harmful"] else "accused",
            str(found["n_messages"]),
            _share(found["careful"]),
            _share(found["alert"]),
        ]
        for name, found in sorted(kinds.items(), key=lambda entry: (entry[1]["harmful"], entry[0]))
    ]
    return to_table(["kind of message", "flagged means", "messages", "flagged, careful", "flagged, alert"], rows)


def _figure(figure: Sequence[float], digits: int) -> str:
    if not figure:
        return "–"
    value, low, high = (f"{number:.{digits}f}" for number in figure)
    return f"{value} ({low}–{high})"


def _share(figure: Sequence[float]) -> str:
    if not figure:
        return "–"
    value, low, high = (f"{100 * number:.1f}" for number in figure)
    return f"{value}% ({low}–{high})"


def to_table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(map(str, line))} |\n" for line in lines)
