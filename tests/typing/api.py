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

model = tonecheck.load_model()
assert_type(model, tonecheck.ToneClassifier)
assert_type(model.fit(["a"], [[1]]), tonecheck.ToneClassifier)
model.save("models/mine", name="mine", overwrite=True)
numbers: float = model.score(["a"], [[1]]) + float(model.predict_proba(["a"])[0, 0])

result = tonecheck.train("labels.csv", options={"encoder": None})
assert_type(result, tonecheck.TrainingResult)
assert_type(result.model, tonecheck.ToneClassifier)

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
