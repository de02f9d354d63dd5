"""Feedback: what became of my concerns, from the words and the order of messages."""

from datetime import datetime, timedelta

import numpy as np
import pytest

from tonecheck import respect
from tonecheck.errors import ModelFormatError
from tonecheck.labels import LABELS
from tonecheck.records import Message, ToneScores
from tonecheck.respect_score import score_clients
from tonecheck.respect_score.reading import known_tones
from tonecheck.respect_score.replies import (
    APOLOGY,
    CHANGED,
    FATES,
    SIGNS,
    Relation,
    load_reply_reader,
    nearness_of,
    to_batch,
)

ME, DANA = "me@studio.example", "dana@shop.example"
MONDAY = datetime(2026, 3, 2, 10, 0)


class WordReader:
    """A reader that one can see through: a question mark is a concern; names of fates and signs mean themselves."""

    def concerns(self, texts):
        return np.array([0.9 if "?" in text else 0.1 for text in texts.texts])

    def replies(self, texts):
        names = [*FATES, *SIGNS]
        found = np.full((len(texts), len(names)), -5.0)
        for row, text in enumerate(texts.texts):
            for column, name in enumerate(names):
                if name in text:
                    found[row, column] = 5.0
        return found

    def fates(self, concerns, answers, log_odds):
        odds = np.exp(log_odds[:, : len(FATES)])
        return odds / odds.sum(axis=1, keepdims=True)


def letters(*texts, reply_to=None):
    """Return messages in turn, mine beginning with '>'; each a week after the last."""
    messages = []
    for number, text in enumerate(texts):
        mine = text.startswith(">")
        sent = MONDAY + timedelta(weeks=number)
        reply = (reply_to or {}).get(number)
        sender, to = (ME, DANA) if mine else (DANA, ME)
        messages.append(Message(str(number), sent, sender, text.lstrip("> "), (to,), reply))
    return messages


def dana_of(messages, reader=None, tone=(0.0, 0.0, 0.0, 0.0), tones=None, **options):
    values = np.array(tones or [tone] * len(messages), dtype=float)
    codes = np.zeros(len(messages), dtype=np.int8)
    scores = ToneScores(LABELS, values, values >= 0.5, values > 2, codes, codes.astype(np.uint8))
    texts = [message.text for message in messages]
    options = {"me": ME, "timezone": "Europe/Paris", "half_life_days": 1e6} | options
    return score_clients(messages, texts, known_tones(scores), reader=reader or WordReader(), **options)[DANA]


@pytest.mark.parametrize(
    ("fate", "cost"), [("answered", 0), ("declined", 0), ("brushed_off", 1), ("mocked", 1), ("ignored", 0.7)]
)
def test_each_fate_costs_what_it_costs(fate, cost):
    feedback = dana_of(letters("> Is the wall dry?", f"{fate} so", "more")).feedback
    assert feedback.score == pytest.approx(100 * (1 - cost / 2), abs=0.1)
    assert feedback.n_messages == 1
    assert [evidence.reason for evidence in feedback.evidence] == ([fate] if cost else [])


def test_evidence_points_at_the_answer_and_for_what_was_ignored_at_my_concern():
    messages = letters("> Is it dry?", "mocked", "> Is it level?", "ignored")
    assert {evidence.reason: evidence.message_id for evidence in dana_of(messages).feedback.evidence} == {
        "mocked": "1",
        "ignored": "2",
    }


def test_a_message_of_mine_that_raises_nothing_does_not_count():
    dana = dana_of(letters("> Here is the file.", "mocked"))
    assert dana.feedback is None
    assert dana.missing["feedback"].startswith("None of the reader's messages to this client raises a concern")


def test_a_concern_that_the_client_had_no_time_to_answer_does_not_count():
    assert dana_of(letters("Hello", "> Is it dry?")).feedback is None


def test_an_answer_after_more_than_a_month_shows_nothing():
    messages = letters("> Is it dry?", "ignored")
    late = Message("1", MONDAY + timedelta(days=31, hours=3), DANA, "ignored", (ME,))
    assert dana_of([messages[0], late]).feedback is None


def test_the_message_that_says_it_answers_is_taken_for_the_answer():
    plain = dana_of(letters("> Is it dry?", "ignored", "answered"))
    named = dana_of(letters("> Is it dry?", "ignored", "answered", reply_to={2: "0"}))
    assert (plain.feedback.evidence[0].reason, named.feedback.score) == ("ignored", 100)


def test_without_times_only_named_answers_count():
    messages = [Message("0", None, ME, "Is it dry?", (DANA,)), Message("1", None, DANA, "mocked", (ME,))]
    assert dana_of(messages).feedback is None
    named = [messages[0], Message("1", None, DANA, "mocked", (ME,), "0")]
    assert dana_of(named).feedback.evidence[0].reason == "mocked"


def test_work_that_was_changed_behind_my_back_counts_without_a_concern():
    feedback = dana_of(letters("> Here it is.", f"{CHANGED} by us")).feedback
    assert (feedback.evidence[0].reason, feedback.evidence[0].message_id) == ("changed", "1")
    assert feedback.score == pytest.approx(50, abs=0.1)


def test_feedback_alone_can_be_a_reason_to_part():
    dana = dana_of(letters(*["> Is it dry?", "brushed_off"] * 5))
    assert (dana.work.band, dana.time.band, dana.feedback.band) == ("good", "good", "bad")
    assert dana.overall.verdict == "break_up"
    assert {evidence.reason for evidence in dana.overall.evidence} == {"brushed_off"}


def test_one_message_that_waves_several_concerns_off_is_one_piece_of_evidence():
    messages = letters("> Is it dry?", "> Is it level?", "> Is it paid?", "brushed_off", "> Now?", "brushed_off")
    dana = dana_of([*messages, *[Message(f"x{n}", MONDAY + timedelta(weeks=8 + n), DANA, "Hi", (ME,)) for n in (1, 2)]])
    assert [evidence.message_id for evidence in dana.feedback.evidence] == ["5", "3"]
    assert dana.overall.verdict == "a_bit_difficult"


def test_messages_of_one_minute_keep_the_order_of_their_numbers():
    messages = [
        Message("8", MONDAY, ME, "Is it dry?", (DANA,)),
        Message("10", MONDAY, DANA, "ignored", (ME,)),
        Message("9", MONDAY, DANA, "answered", (ME,)),
    ]
    assert dana_of(messages).feedback.score == 100


def test_a_message_that_stood_before_the_concern_is_no_answer():
    messages = [Message("1", MONDAY, DANA, "ignored", (ME,)), Message("2", MONDAY, ME, "Is it dry?", (DANA,))]
    assert dana_of(messages).feedback is None


def test_an_ignored_concern_stands_in_the_course_of_time_where_i_raised_it():
    messages = letters("> Is it dry?", "ignored", "> Is it level?", "mocked", "> Is it paid?", "answered")
    dana = dana_of(messages)
    points = [(point.message_id, point.is_readers, point.reasons) for point in dana.timeline]
    assert points == [
        ("0", True, ("ignored",)),
        ("1", False, ()),
        ("3", False, ("mocked",)),
        ("5", False, ()),
    ]
    mine = dana.timeline[0]
    assert (mine.sent.date(), dict(mine.probability)) == (MONDAY.date(), {})
    assert (dana.n_messages, dana.to_dict()["timeline"][0]["is_readers"]) == (3, True)


def test_since_looks_at_no_concern_before_it():
    messages = letters("> Is it dry?", "answered", "Photos")
    assert dana_of(messages, since="2026-03-12").feedback is None


def test_order_and_doubles_change_nothing():
    messages = letters("> Is it dry?", "mocked", "> Is it level?", "answered", "> And now?", "ignored")
    assert dana_of(messages[::-1]) == dana_of(messages) == dana_of([*messages, *messages])


def test_an_apology_makes_part_of_an_outburst_good():
    outburst = [(0.0,) * 4, (1.0, 1.0, 0.0, 0.0), (0.0,) * 4, (0.0,) * 4]
    texts = ("> Hello", "you fool", "fine", "so be it")
    before = dana_of(letters(*texts), tones=outburst).work.score
    after = dana_of(letters(*texts[:3], f"{APOLOGY} for that"), tones=outburst).work.score
    assert after > before
    insincere = [*outburst[:3], (1.0, 1.0, 0.0, 0.0)]
    scores = [dana_of(letters(*texts[:3], last), tones=insincere).work.score for last in (f"{APOLOGY}!", "fool")]
    assert scores[0] == scores[1]


def test_the_shipped_models_follow_a_correspondence():
    def fate_of(concern, answer):
        messages = [
            Message("1", "2026-03-02T10:00:00+01:00", ME, concern, (DANA,)),
            Message("2", "2026-03-02T12:00:00+01:00", DANA, answer, (ME,), "1"),
        ]
        feedback = respect(messages, me=ME)[DANA].feedback
        return feedback and [evidence.reason for evidence in feedback.evidence]

    worry = "I'm worried the oak floor is still too damp to varnish. Could we wait until Thursday?"
    assert fate_of(worry, "Good point, yes, let's wait until Thursday then.") == []
    assert fate_of(worry, "Oh please, don't you worry about that. Just varnish it.") == ["brushed_off"]
    assert fate_of(worry, "The new key for the garage is under the blue pot, my sister comes at four.") == ["ignored"]
    assert fate_of("Thanks, invoice attached. See you Friday!", "Paid.") is None
    souci = "Je crains que le parquet soit encore trop humide pour vernir. On attend jeudi ?"
    assert fate_of(souci, "Vous avez raison, attendons jeudi, merci de l'avoir vu.") == []
    assert fate_of(souci, "Ne vous occupez pas de ça. Vernissez.") == ["brushed_off"]


def test_nearness_is_high_for_the_same_matter_and_shares_its_words():
    [same, other] = nearness_of(
        ["Is the blue tile glazed?", "Is the blue tile glazed?"], ["The blue tile is glazed.", "Invoice paid, thanks"]
    )
    assert same[0] > other[0]
    assert (same[1] > 0.5, other[1]) == (True, 0)


def test_nothing_to_read_gives_nothing():
    reader, nothing = load_reply_reader(), to_batch([])
    assert reader.concerns(nothing).shape == (0,)
    assert reader.fates(nothing, nothing, reader.replies(nothing)).shape == (0, len(FATES))


def test_a_relation_of_other_numbers_is_refused():
    with pytest.raises(ModelFormatError, match=r"^reply-enfr-1: its manifest has no relation of four numbers$"):
        Relation.from_plain({"own": 1})
