import copy
import json
import pickle  # noqa: TID251 - results are pickled by joblib and by users
from dataclasses import FrozenInstanceError
from datetime import UTC, datetime

import numpy as np
import pytest

from tonecheck import ClientRespect, Evidence, Message, OverallScore, PartScore, Respect, score_batch


@pytest.fixture(scope="module")
def tones(tiny_model):
    return score_batch(["Are you blind?", "", "Merci beaucoup"], model=tiny_model)


def test_scores_are_a_sequence_of_scores_that_can_be_sliced(tones):
    assert len(tones) == 3
    assert list(tones) == [tones[0], tones[1], tones[-1]]
    assert list(tones[1:]) == [tones[1], tones[2]]
    assert len(tones[3:]) == 0
    with pytest.raises(IndexError):
        tones[3]


def test_a_score_says_what_its_row_says(tones):
    for index, tone in enumerate(tones):
        assert list(tone.probability.values()) == tones.probabilities[index].tolist()
        assert tone.idiot_test == tone.probability["idiot_test"]
        assert [name in tone.labels for name in tones.label_names] == tones.predictions[index].tolist()
        assert [name in tone.unsure for name in tones.label_names] == tones.unsure[index].tolist()
    assert tones[1].flags == {"empty"}


def test_what_is_no_label_is_no_attribute(tones):
    with pytest.raises(AttributeError, match="'ToneScore' object has no attribute 'kindness'"):
        _ = tones[0].kindness


def test_results_are_frozen(tones):
    with pytest.raises(ValueError, match="read-only"):
        tones.probabilities[0, 0] = 1
    with pytest.raises(ValueError, match="read-only"):
        tones[1:].predictions[0, 0] = True
    with pytest.raises(TypeError):
        tones[0].probability["idiot_test"] = 1
    with pytest.raises(FrozenInstanceError):
        tones[0].language = "fr"
    with pytest.raises(FrozenInstanceError):
        Message("1", None, "a", "b").text = "c"


@pytest.mark.parametrize("make", [copy.copy, copy.deepcopy, lambda record: pickle.loads(pickle.dumps(record))])
def test_a_score_can_be_copied_and_pickled(tones, make):
    again = make(tones[0])
    assert again == tones[0]
    assert again.idiot_test == tones[0].idiot_test
    with pytest.raises(TypeError):
        again.probability["idiot_test"] = 1


def test_scores_can_be_pickled(tones):
    again = pickle.loads(pickle.dumps(tones))
    assert list(again) == list(tones)


def test_plain_data_is_json_with_labels_in_their_order(tones):
    plain = tones.to_dicts()
    assert json.loads(json.dumps(plain)) == plain
    assert list(plain[0]) == [*tones.label_names, "labels", "unsure", "language", "flags"]
    assert plain[1]["flags"] == ["empty"]
    assert all(
        one["labels"] == [name for name in tones.label_names if name in tone.labels]
        for one, tone in zip(plain, tones, strict=True)
    )


def test_a_data_frame_has_a_row_a_message(tones):
    frame = tones.to_pandas()
    assert frame["idiot_test"].tolist() == tones.probabilities[:, 0].tolist()
    assert frame["language"].tolist() == [tone.language for tone in tones]


def test_clients_are_a_mapping_and_plain_data():
    sent = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    part = PartScore(
        40.0,
        (30.0, 50.0),
        "mixed",
        4,
        (Evidence("contempt", "1", "Are you", sent, -5.0), Evidence("x", "2", "", None, 1.0)),
    )
    client = ClientRespect(
        "dana", OverallScore(40.0, (30.0, 50.0), "mixed", 4), None, part, None, {"time": "no dates"}, 4
    )
    clients = Respect({"dana": client})
    assert list(clients) == ["dana"]
    assert clients["dana"] is client
    assert len(clients) == 1
    plain = clients.to_dicts()
    assert json.loads(json.dumps(plain))[0]["work"]["evidence"][0]["sent"] == "2026-03-02T09:30:00+00:00"
    assert plain[0]["work"]["evidence"][1]["sent"] is None
    assert plain[0]["time"] is None
    assert plain[0]["overall"]["verdict"] == "not_enough_messages"


def test_arrays_of_scores_have_the_stated_shapes_and_types(tones):
    assert tones.probabilities.shape == tones.predictions.shape == tones.unsure.shape == (3, 4)
    assert (tones.probabilities.dtype, tones.predictions.dtype) == (np.float64, np.bool_)
