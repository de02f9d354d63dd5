import tonecheck
from tonecheck.labels import DEFINITIONS, LABELS, LANGUAGES, OPERATING_POINTS


def test_the_order_of_columns_is_that_of_the_public_names():
    assert tonecheck.LABELS == ("idiot_test", "insulting", "dismissive", "pressuring")


def test_each_label_is_defined_by_a_sentence():
    assert tuple(DEFINITIONS) == LABELS
    assert all(sentence.endswith(".") for sentence in DEFINITIONS.values())


def test_the_default_model_has_the_labels():
    assert tonecheck.load_model("tone-enfr-1-fast").labels_ == LABELS


def test_languages_and_operating_points_stay_in_their_order():
    assert LANGUAGES == ("en", "fr", "other")
    assert OPERATING_POINTS == ("careful", "alert")
