import pytest

from tonecheck.cli.labels import parse_labels
from tonecheck.errors import InputError


def test_a_label_is_a_name_or_what_the_files_call_it_and_a_name():
    assert parse_labels(["dismissive", " rude = insulting ", "a=b=insulting"]) == (
        ["dismissive", "insulting"],
        {"rude": "insulting", "a=b": "insulting"},
    )
    assert parse_labels([]) == ([], {})


@pytest.mark.parametrize("given", ["", "rude=", "=insulting", " = "])
def test_half_a_label_is_refused(given):
    with pytest.raises(InputError, match=f"--label '{given}'; expected NAME, or OWN=NAME such as rude=insulting"):
        parse_labels(["dismissive", given])
