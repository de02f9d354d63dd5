import pytest

from tonecheck.respect_score.no_hurry import says_no_hurry


@pytest.mark.parametrize(
    "text",
    [
        "No rush at all",
        "(no hurry)",
        "No-rush.",
        "Whenever!",
        "Look at it whenever you have a minute",
        "A typo on page 2. Monday is fine",
        "Tomorrow morning will be early enough",
        "This isn’t urgent",
        "It can wait until Monday",
        "Take\nyour time",
        "Rien d’urgent",
        "Ce n'est pas très urgent",
        "Il n'y a aucune urgence",
        "Quand tu peux",
        "Quand vous aurez un moment",
        "Lundi matin ira très bien",
        "Lundi suffira",
        "C\u0327a peut attendre",
        "Rien ne presse",
        "Demain c'est bien",
    ],
)
def test_what_can_wait_is_heard(text):
    assert says_no_hurry(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "URGENT!",
        "I can't wait",
        "This cannot wait",
        "Whenever I call you are out",
        "As soon as you can",
        "Monday",
        "Dès que tu peux",
        "Ça ne peut pas attendre",
        "C'est urgent",
        "Lundi, dernier délai",
    ],
)
def test_what_is_in_a_hurry_is_not_excused(text):
    assert not says_no_hurry(text)
