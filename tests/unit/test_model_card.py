import copy
import json

import pytest

from tests.conftest import TINY
from tonecheck import train
from tonecheck.model_card import write_card, write_figures
from tonecheck.resources import SHIPPED, shipped_folder, shipped_models

MANIFEST = {
    "name": "mine",
    "tonecheck": "9.9",
    "versions": {"numpy": "2", "scikit-learn": "1"},
    "labels": ["idiot_test", "rude"],
    "positive_share": [0.25, 0.1],
    "unsure": [0.25, 0.75],
    "n_messages": 12,
}


@pytest.fixture(scope="module")
def evaluation(corpus):
    return train(corpus, options=TINY).report


def test_the_card_says_what_is_measured_and_at_which_base_rate():
    card = write_card(MANIFEST, {})
    assert "# mine\n" in card
    assert "- `rude`: a label of its owner" in card
    assert '- `idiot_test`: Adding "you idiot"' in card
    assert "where 25% (idiot_test), 10% (rude) of messages do" in card
    assert "Between 0.25 and 0.75 it is too close to call" in card
    assert "12 labelled messages." in card
    assert "Made with tonecheck 9.9, numpy 2, scikit-learn 1." in card


def test_a_model_that_was_not_measured_says_so():
    assert "It was not measured." in write_card(MANIFEST, {})


def test_the_card_has_each_figure_with_its_interval(evaluation):
    card = write_figures(evaluation)
    found = evaluation["languages"]["en"]["labels"]["idiot_test"]
    value, low, high = found["auc"]
    assert f"{value:.3f} ({low:.3f}–{high:.3f})" in card
    assert f"{found['n_positive']} of {found['n_messages']}" in card
    assert "out-of-fold" in card
    for heading in ("English", "French", "`careful`", "`alert`", "under 12 words"):
        assert heading in card


def test_what_could_not_be_measured_is_a_dash(evaluation):
    without = copy.deepcopy(evaluation)
    figures = without["languages"]["en"]["labels"]["idiot_test"]
    figures["auc"] = []
    assert f"| `idiot_test` | {figures['n_positive']} of {figures['n_messages']} | – |" in write_figures(without)


@pytest.mark.parametrize("name", shipped_models())
def test_the_card_of_a_shipped_model_is_what_would_be_written_now(name):
    folder = shipped_folder(name)
    manifest, evaluation = (json.loads((folder / file).read_text()) for file in ("manifest.json", "evaluation.json"))
    assert (folder / "README.md").read_text() == write_card(manifest, evaluation)


@pytest.mark.parametrize("name", SHIPPED)
def test_each_shipped_folder_has_a_card(name):
    assert (shipped_folder(name) / "README.md").read_text().startswith(("# ", "---\n"))
