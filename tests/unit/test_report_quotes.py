import pytest

from tests.unit.report_cases import evidence
from tonecheck import explain
from tonecheck.respect_score.report.markup import join, tag, text
from tonecheck.respect_score.report.names import file_names, show_name
from tonecheck.respect_score.report.quotes import LONGEST_QUOTE, MOST_MARKED, Quotes

RUDE = "Are you blind, you lazy idiot?"


@pytest.fixture
def quote(tiny_model):
    def quote(message, reason="contempt", given=None):
        short = " ".join(message.split())[:160].rstrip() if given is None else given
        quotes = Quotes({"m1": [message]}, lambda whole: explain(whole, model=tiny_model))
        return quotes.quote(evidence(reason, quote=short))

    return quote


def test_the_words_that_speak_for_contempt_are_marked(quote):
    shown, language = quote(RUDE)
    assert language == "en"
    assert 1 <= shown.count("<mark>") <= MOST_MARKED
    assert shown.replace("<mark>", "").replace("</mark>", "") == RUDE
    assert "?</mark>" not in shown


def test_a_reason_that_no_label_speaks_for_has_a_plain_quote(quote):
    assert quote(RUDE, "out_of_hours") == (RUDE, "")


def test_a_message_that_is_not_there_has_the_quote_of_its_evidence():
    assert Quotes({}, lambda whole: None).quote(evidence("contempt", quote="<b>")) == ("&lt;b&gt;", "")


def test_a_message_of_the_same_id_but_other_words_is_not_shown(quote):
    assert quote("Something else.", given=RUDE) == (RUDE, "")


def test_of_two_messages_with_one_id_the_one_that_was_scored_is_shown(tiny_model):
    quotes = Quotes({"m1": ["Lovely.", RUDE]}, lambda whole: explain(whole, model=tiny_model))
    assert "<mark>" in quotes.quote(evidence("contempt", quote=RUDE))[0]


def test_what_is_quoted_below_is_not_shown(quote):
    shown, _ = quote(f"{RUDE}\n\n> My own kind words.", given=RUDE)
    assert "kind" not in shown


def test_of_a_long_message_the_sentence_that_weighs_most_is_shown(quote):
    shown, _ = quote("Thanks, lovely work, see you Monday. " * 30 + RUDE + " Merci.")
    assert "idiot" in shown
    assert shown.startswith("…")
    assert len(shown) < LONGEST_QUOTE + 150


def test_a_long_quote_without_marks_says_that_it_is_cut(quote):
    shown, _ = quote("word " * 100, "chasing")
    assert shown.endswith("…")


@pytest.mark.parametrize("message", ["x" * 5_000, "idiot " * 1_000, "idiot\n" * 20, "🙄", "…"])
def test_odd_messages_have_a_quote_of_a_good_length(quote, message):
    shown, _ = quote(message)
    assert 0 < len(shown.replace("<mark>", "").replace("</mark>", "")) <= LONGEST_QUOTE + 10


def test_a_label_that_the_model_has_not_marks_nothing(rude_model):
    quotes = Quotes({"m1": [RUDE]}, lambda whole: explain(whole, model=rude_model))
    assert quotes.quote(evidence("contempt", quote=RUDE)) == (RUDE, "")


def test_a_message_is_explained_once_for_all_its_evidence(tiny_model):
    asked = []

    def watched(whole):
        asked.append(whole)
        return explain(whole, model=tiny_model)

    quotes = Quotes({"m1": [RUDE]}, watched)
    for reason in ("contempt", "insulting", "pressuring"):
        quotes.quote(evidence(reason, quote=RUDE))
    assert asked == [RUDE]


def test_all_that_is_not_markup_is_escaped():
    assert tag("p", "<b>", tag("i", "&"), title='"') == '<p title="&quot;">&lt;b&gt;<i>&amp;</i></p>'
    assert join(["<", tag("br")], "&") == "&lt;&amp;<br>"
    assert text("a\x00b\ud800c\x85") == "a\ufffdb\ufffdc\ufffd"
    assert tag("p", f"{tag('b')}") == "<p>&lt;b&gt;&lt;/b&gt;</p>"  # a formatted text is no markup


def test_file_names_are_safe_and_each_is_there_once():
    keys = ["dana@shop.example", "dana shop.example", "..", "مريم", "Jérôme", "con", "index", "a" * 500, "a" * 600]
    names = file_names(keys)
    assert len(set(names.values())) == len(keys)
    assert all(name.startswith("client-") and len(name) < 90 for name in names.values())
    assert all(set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.") for name in names.values())
    assert names["Jérôme"] == "client-jerome.html"
    assert file_names(reversed(keys)) == names


def test_a_name_is_kept_apart_from_the_direction_of_the_text_around_it():
    assert show_name("a<b@c.d") == "<bdi>a&lt;b@<wbr>c.<wbr>d</bdi>"
