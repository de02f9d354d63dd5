import inspect

import pytest

import tonecheck
from tonecheck import errors

TREE = {
    "ToneCheckError": (Exception,),
    "InputError": (errors.ToneCheckError, ValueError, TypeError),
    "CorpusError": (errors.ToneCheckError, ValueError),
    "ModelError": (errors.ToneCheckError,),
    "ModelNotFoundError": (errors.ModelError, FileNotFoundError),
    "ModelFormatError": (errors.ModelError, ValueError),
    "ModelIntegrityError": (errors.ModelError,),
    "QualityGateError": (errors.ToneCheckError,),
    "ToneCheckWarning": (UserWarning,),
    "EnvironmentMismatchWarning": (errors.ToneCheckWarning,),
}
OURS = [name for name, kind in inspect.getmembers(errors, inspect.isclass) if kind.__module__ == errors.__name__]


def test_the_tree_names_each_error_and_each_is_public():
    assert sorted(OURS) == sorted(TREE)
    for name in TREE:
        assert getattr(tonecheck, name) is getattr(errors, name)
        assert name in tonecheck.__all__
        assert name in errors.__doc__


@pytest.mark.parametrize("name", TREE)
def test_each_error_also_is_the_built_in_one_that_people_catch(name):
    assert getattr(errors, name).__bases__ == TREE[name]


@pytest.mark.parametrize("value", ["x" * 100, b"x" * 100, ["letter"] * 50, {"a": "b" * 90}, "é" * 39 + "\n"])
def test_a_value_in_an_error_is_cut_short(value):
    shown = errors.shorten(value)
    assert len(shown) == 40
    assert shown.endswith("...")


def test_a_short_value_is_shown_whole():
    assert errors.shorten("a'b") == '"a\'b"'
    assert errors.shorten(None) == "None"
    assert errors.shorten("x" * 38) == repr("x" * 38)


def test_a_long_letter_is_cut_before_it_is_shown():
    class Letter(str):
        def __repr__(self):
            raise AssertionError("the whole letter was shown")

    assert errors.shorten(Letter("dear " * 100), 20) == "'dear dear dear d..."
