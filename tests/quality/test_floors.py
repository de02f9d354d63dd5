"""The shipped models against floors, on the frozen test messages: lower ends of 90% intervals over writers.

A floor stands a little under what was measured when it was set; it is there to notice a loss, not to state a goal.
"""

import json
from pathlib import Path

import pytest

import tonecheck
from tonecheck.corpus import read_corpus
from tonecheck.labels import LABELS
from tonecheck.resources import shipped_folder
from tonecheck.training import evaluate_model

TEST = Path(__file__).parents[2] / "datasets" / "client_feedback" / "test.jsonl"

# Lower end of the AUC, set on 2026-11-25 with the tuned encoder; the fast model is the lower of the two.
AUC_FLOORS = {
    "en": {"idiot_test": 0.91, "insulting": 0.88, "dismissive": 0.94, "pressuring": 0.98},
    "fr": {"idiot_test": 0.91, "insulting": 0.91, "dismissive": 0.95, "pressuring": 0.98},
}
# The same by length, for 'idiot_test', and by kind: how many harmful messages of a kind 'alert' catches, and how many
# harmless ones 'careful' accuses (upper end). A kind has 11 to 104 messages; what is wide here is wide there.
LENGTH_FLOORS = {"under 12 words": 0.91, "12 to 40 words": 0.84, "over 40 words": 0.86}
CAUGHT_FLOORS = {
    "brush_off": 0.90,
    "cold_brush_off": 0.85,
    "condescension": 0.75,
    "mock_praise": 0.65,
    "open_insult": 0.90,
    "polite_contempt": 0.70,
    "reputation_threat": 0.60,
    "rhetorical_question": 0.65,
    "time_claim": 0.70,
}
MOST_ACCUSED_OF_A_KIND = 0.25  # one accused of a kind's 12 messages has an upper end of 0.22
# Of harmless messages, at 'careful': the goal is 2%, chosen on other writers; an upper end over this is another model.
MOST_ACCUSED = 0.06
LEAST_CAUGHT_WHEN_ALERT = 0.85


@pytest.fixture(scope="module", params=["tone-enfr-1", "tone-enfr-1-fast"])
def measured(request):
    return request.param, evaluate_model(tonecheck.load_model(request.param), read_corpus(TEST))


pytestmark = pytest.mark.quality


def test_each_label_and_language_is_above_its_floor(measured):
    name, figures = measured
    below = [
        (name, language, label, figures["languages"][language]["labels"][label]["auc"])
        for language, floors in AUC_FLOORS.items()
        for label, floor in floors.items()
        if figures["languages"][language]["labels"][label]["auc"][1] < floor
    ]
    assert set(AUC_FLOORS["en"]) == set(LABELS)
    assert not below


def test_each_length_and_language_is_above_its_floor(measured):
    _, figures = measured
    for language in AUC_FLOORS:
        lengths = figures["languages"][language]["lengths"]
        assert set(lengths) == set(LENGTH_FLOORS)
        for length, floor in LENGTH_FLOORS.items():
            assert lengths[length]["idiot_test"][1] >= floor, (language, length)


def test_each_kind_of_contempt_is_caught_and_no_harmless_kind_is_accused_often(measured):
    _, figures = measured
    for language in AUC_FLOORS:
        kinds = figures["languages"][language]["kinds"]
        assert {kind for kind, found in kinds.items() if found["harmful"]} == set(CAUGHT_FLOORS)
        for kind, found in kinds.items():
            if found["harmful"]:
                assert found["alert"][1] >= CAUGHT_FLOORS[kind], (language, kind)
            else:
                assert found["careful"][2] <= MOST_ACCUSED_OF_A_KIND, (language, kind)


def test_few_harmless_messages_are_accused_and_few_harmful_ones_missed(measured):
    _, figures = measured
    for language in AUC_FLOORS:
        points = figures["languages"][language]["operating_points"]
        assert points["careful"]["accused"][2] <= MOST_ACCUSED
        assert points["alert"]["caught"][1] >= LEAST_CAUGHT_WHEN_ALERT


def test_the_shipped_evaluation_is_what_is_measured(measured):
    name, figures = measured
    shipped = json.loads((shipped_folder(name) / "evaluation.json").read_text(encoding="utf-8"))
    for language, found in figures["languages"].items():
        for label, one in found["labels"].items():
            assert one["auc"] == pytest.approx(shipped["languages"][language]["labels"][label]["auc"], abs=2e-3)
