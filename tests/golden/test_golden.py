"""Messages on which every reader agrees, scored with the default model, and the failures that we know of."""

import unicodedata
from collections import Counter

import pytest

from tests.golden.list_failures import read_cases, read_known_failures, wrong_labels
from tonecheck import LABELS

HARMLESS_KINDS = (
    "hard_criticism",
    "change_of_mind",
    "terse",
    "frustration_elsewhere",
    "friendly_swearing",
    "reported_insult",
    "innocent_word",
    "firm_contract",
    "group_name",
    "deadline",
    "plain_refusal",
    "ordinary",
)
HARMFUL_KINDS = (
    "open_insult",
    "polite_contempt",
    "mock_praise",
    "rhetorical_question",
    "condescension",
    "brush_off",
    "cold_brush_off",
    "reputation_threat",
    "time_claim",
)
CASES = read_cases()
KNOWN = read_known_failures()


def _parameter(case):
    reason = KNOWN.get(case["id"])
    # Only a wrong label is expected: an error while scoring fails the build for every case.
    marks = () if reason is None else pytest.mark.xfail(strict=True, raises=AssertionError, reason=reason)
    return pytest.param(case, id=case["id"], marks=marks)


@pytest.mark.parametrize("case", [_parameter(case) for case in CASES])
def test_the_default_model_agrees_with_every_reader(case):
    assert wrong_labels(case) == {}


def test_there_are_sixty_cases_a_language_and_no_two_alike():
    assert Counter(case["lang"] for case in CASES) == {"en": 60, "fr": 60}
    assert len({case["id"] for case in CASES}) == len({case["text"].casefold() for case in CASES}) == len(CASES)
    assert all(unicodedata.is_normalized("NFC", case["text"]) for case in CASES)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_each_kind_has_two_cases_or_more(lang):
    found = Counter(case["kind"] for case in CASES if case["lang"] == lang)
    assert set(found) == {*HARMLESS_KINDS, *HARMFUL_KINDS}
    assert min(found.values()) >= 2


def test_a_case_has_a_label_where_its_kind_is_harmful_and_only_there():
    wrong = [case["id"] for case in CASES if any(case[label] for label in LABELS) != (case["kind"] in HARMFUL_KINDS)]
    assert wrong == []


def test_each_known_failure_is_a_case_and_has_its_reason():
    assert set(KNOWN) <= {case["id"] for case in CASES}
    assert all(reason.strip() for reason in KNOWN.values())
