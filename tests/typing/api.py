"""Uses each public name as a user's type checker sees it. It is checked, not run: see ``test_typing.py``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, assert_type

import tonecheck

labels: tuple[str, ...] = tonecheck.LABELS

tone = tonecheck.score("Hello", model="tone-enfr-1-fast", operating_point="alert")
assert_type(tone, tonecheck.ToneScore)
assert_type(tone.idiot_test, float)
probability: Mapping[str, float] = tone.probability
assert_type(tone.labels | tone.unsure | tone.flags, frozenset[str])
language: str = tone.language
plain: dict[str, Any] = tone.to_dict()

tones = tonecheck.score_batch(iter(["a", "b"]), n_jobs=2, progress=True, model=Path("models/mine"))
assert_type(tones, tonecheck.ToneScores)
assert_type(list(tones), list[tonecheck.ToneScore])
shape: tuple[int, ...] = tones.probabilities.shape + tones.predictions.shape + tones.unsure.shape
rows: list[dict[str, Any]] = tones.to_dicts()
stream: Iterator[tonecheck.ToneScore] = tonecheck.score_stream(["a"])

why = tonecheck.explain("Hello. Bye.", model="tone-enfr-1-fast")
assert_type(why, tonecheck.Explanation)
assert_type(why.sentences, tuple[tonecheck.ToneSentence, ...])
assert_type(why.spans, tuple[tonecheck.ToneSpan, ...])
shown: str = why.to_text() + why.to_html("insulting")
shift: float = tonecheck.insult_shift("Hello", model=None)

model = tonecheck.load_model()
assert_type(model, tonecheck.ToneClassifier)
assert_type(model.fit(["a"], [[1]]), tonecheck.ToneClassifier)
model.save("models/mine", name="mine", overwrite=True)
numbers: float = model.score(["a"], [[1]]) + float(model.predict_proba(["a"])[0, 0])

result = tonecheck.train("labels.csv", options={"encoder": None})
assert_type(result, tonecheck.TrainingResult)
assert_type(result.model, tonecheck.ToneClassifier)

checks = tonecheck.suggest_checks("labels.csv", n=20, base=None)
assert_type(checks, tuple[tonecheck.LabelCheck, ...])
doubt: str = f"{checks[0].where} {checks[0].label} {checks[0].given + checks[0].probability} {checks[0].text}"
following = tonecheck.suggest_next(["a", "b"], n=1, model="tone-enfr-1-fast", labelled=["c"])
assert_type(following, tuple[tonecheck.NextMessage, ...])
worth: float = following[0].margin + following[0].predictions["insulting"]
written: Path = tonecheck.write_suggestions(checks, "checks.json", format="label-studio")
written = tonecheck.write_suggestions(following, "next.csv")
correction = tonecheck.correct("Hello", {"insulting": 0}, file="corrections.jsonl", model=model)
assert_type(correction, tonecheck.Correction)
date: str = correction.corrected

words = tonecheck.own_words("Hello\n> no")
assert_type(words, tonecheck.OwnWords)
assert_type(words.set_aside, tuple[tonecheck.SetAside, ...])

message = tonecheck.Message("1", None, "dana@shop.example", "Hello", to=("me@studio.example",))
clients = tonecheck.respect([message, {"id": "2"}], me=["me@studio.example"], timezone="Europe/Paris")
assert_type(clients, tonecheck.Respect)
client = clients["dana@shop.example"]
assert_type(client, tonecheck.ClientRespect)
assert_type(client.overall, tonecheck.OverallScore)
assert_type(client.time, tonecheck.PartScore | None)
evidence: tuple[tonecheck.Evidence, ...] = client.overall.evidence
index: Path = tonecheck.write_report(clients, Path("report"), messages=[message], language="fr", overwrite=True)

errors: tuple[type[tonecheck.ToneCheckError], ...] = (
    tonecheck.CorpusError,
    tonecheck.InputError,
    tonecheck.ModelError,
    tonecheck.ModelFormatError,
    tonecheck.ModelIntegrityError,
    tonecheck.ModelNotFoundError,
    tonecheck.QualityGateError,
)
warnings: tuple[type[tonecheck.ToneCheckWarning], ...] = (tonecheck.EnvironmentMismatchWarning,)

tonecheck.score(b"bytes")  # type: ignore[arg-type]
tonecheck.score_batch([1])  # type: ignore[list-item]
tone.language = "fr"  # type: ignore[misc]
