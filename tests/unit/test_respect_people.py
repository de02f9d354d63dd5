import pytest

from tonecheck.errors import InputError
from tonecheck.respect_score.people import plain_key, read_people


@pytest.mark.parametrize(
    "person", ["dana@shop.example", " DANA@Shop.example ", "Dana <dana@shop.example>", "<Dana@shop.example>"]
)
def test_an_address_is_one_person_however_it_is_written(person):
    assert plain_key(person) == "dana@shop.example"


def test_a_name_without_an_address_stays_a_name():
    assert plain_key("Dana <Boss>") == "dana <boss>"


def test_an_alias_stands_for_the_other_person_in_any_case():
    people = read_people(None, {"Dana@Home.example": "dana@shop.example"}, ())
    assert people.key("DANA@home.example") == people.key("dana@shop.example") == "dana@shop.example"


def test_the_reader_can_have_several_addresses_and_an_alias():
    people = read_people(["Me@studio.example", "Camille Rey"], {"old@me.example": "me@studio.example"}, ())
    assert {people.key(name) for name in ("ME@studio.example", "camille rey", "old@me.example")} <= people.me


def test_one_sender_to_ignore_is_not_taken_letter_by_letter():
    assert read_people(None, None, "News@list.example").ignored == {"news@list.example"}


def test_a_domain_makes_one_client_of_all_its_people():
    people = read_people(None, {"@Shop.example": "Shop.example"}, ())
    keys = {
        people.key(person) for person in ("dana@shop.example", "Bo <BO@shop.example>", "shop.example", "@shop.example")
    }
    assert keys == {"shop.example"}


@pytest.mark.parametrize("person", ["dana@eu.shop.example", "dana@myshop.example", "dana", "shop", ""])
def test_a_domain_takes_in_no_other_domain_and_no_name(person):
    assert read_people(None, {"@shop.example": "shop.example"}, ()).key(person) == person


def test_an_address_named_by_itself_is_not_taken_by_its_domain():
    aliases = {"@shop.example": "shop.example", "eve@shop.example": "eve"}
    people = read_people("me@shop.example", aliases, "news@shop.example")
    assert people.key("eve@shop.example") == "eve"
    assert (people.me, people.key("me@shop.example")) == ({"me@shop.example"}, "me@shop.example")
    assert (people.ignored, people.key("news@shop.example")) == ({"news@shop.example"}, "news@shop.example")
    assert people.key("dana@shop.example") == "shop.example"


def test_an_alias_to_an_address_of_the_domain_is_the_same_client():
    aliases = {"dana@home.example": "dana@shop.example", "@shop.example": "shop.example"}
    assert read_people(None, aliases, ()).key("dana@home.example") == "shop.example"


def test_a_domain_may_be_that_of_the_reader():
    people = read_people("studio.example", {"@studio.example": "studio.example"}, ())
    assert people.key("camille@studio.example") in people.me


@pytest.mark.parametrize("me", ["", [], 7, [None], b"me@studio.example"])
def test_a_reader_who_is_nobody_is_refused(me):
    with pytest.raises(InputError, match=r"^me: .*; expected an address or a name, or several$"):
        read_people(me, None, ())


def test_an_alias_that_is_no_text_is_refused():
    with pytest.raises(InputError, match=r"^aliases: None; expected an address or a name, or several$"):
        read_people(None, {"dana": None}, ())
