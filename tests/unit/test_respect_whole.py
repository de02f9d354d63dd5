import json
from datetime import datetime, timedelta, timezone

import numpy as np
import pytest

from tonecheck.errors import InputError
from tonecheck.labels import LABELS
from tonecheck.records import Message, ToneScores
from tonecheck.respect_score import score_clients
from tonecheck.respect_score.reading import known_tones

ME, DANA, BO = "me@studio.example", "dana@shop.example", "bo@farm.example"
KIND, CONTEMPT, INSULT, BRUSH_OFF, PRESSING, UNSURE = (
    (0.02, 0.02, 0.02, 0.02),
    (1.0, 0.1, 0.1, 0.0),
    (1.0, 1.0, 0.9, 0.0),
    (0.8, 0.1, 1.0, 0.0),
    (0.1, 0.0, 0.0, 1.0),
    (0.9, 0.3, 0.2, 0.0),
)
MONDAY = datetime(2026, 3, 2, 10, 0)


def tones_of(rows, names=LABELS, threshold=0.95):
    probabilities = np.array(rows, dtype=float).reshape(len(rows), len(names))
    predictions = probabilities >= threshold
    codes = np.zeros(len(rows), dtype=np.int8)
    return ToneScores(names, probabilities, predictions, ~predictions, codes, codes.astype(np.uint8))


def week(number, hour=10, day=0):
    return MONDAY + timedelta(weeks=number, days=day, hours=hour - 10)


def from_dana(tones, sents=None, me=ME):
    sents = [week(number) for number in range(len(tones))] if sents is None else sents
    return [Message(f"d{number}", sent, DANA, f"Text {number}?", (me,)) for number, sent in enumerate(sents)]


def score(messages, tones, names=LABELS, **options):
    options = {"me": ME, "timezone": "Europe/Paris"} | options
    hear = known_tones(tones_of(tones, names))
    return score_clients(messages, [message.text for message in messages], hear, **options)


def dana_of(tones, sents=None, **options):
    return score(from_dana(tones, sents), tones, **options)[DANA]


def test_a_respectful_client_is_one_to_keep():
    dana = dana_of([KIND] * 10)
    assert (dana.overall.verdict, dana.overall.score, dana.overall.band) == ("keep", 100, "good")
    assert (dana.overall.evidence, dana.n_messages) == ((), 10)


def test_repeated_contempt_is_a_reason_to_break_up_however_well_hours_are_kept():
    dana = dana_of([KIND, CONTEMPT] * 10)
    assert (dana.overall.verdict, dana.work.band, dana.time.score) == ("break_up", "bad", 100)
    assert dana.work.score < 10
    assert dana.overall.score == dana.work.score + 15


def test_one_contemptuous_message_among_twenty_shows():
    assert 75 < dana_of([CONTEMPT] + [KIND] * 19, half_life_days=10_000).work.score < 90


def test_one_contemptuous_message_among_a_hundred_hardly_shows():
    assert dana_of([CONTEMPT] + [KIND] * 99, half_life_days=10_000).work.score > 95


def test_one_bad_friday_after_thirty_good_messages_is_mixed_at_worst():
    sents = [week(number) for number in range(30)] + [week(30, hour, day=4) for hour in (10, 11, 12)]
    dana = dana_of([KIND] * 30 + [INSULT] * 3, sents)
    assert (dana.work.band, dana.overall.verdict) == ("mixed", "a_bit_difficult")


def test_one_bad_friday_alone_is_no_reason_to_break_up():
    sents = [week(0, hour, day=4) for hour in range(10, 18)]
    dana = dana_of([INSULT] * 8, sents)
    assert (dana.work.band, dana.overall.verdict) == ("bad", "a_bit_difficult")


def test_polite_messages_in_the_evening_never_lead_to_a_break_up():
    sents = [week(0, 20) + timedelta(days=number) for number in range(2_000)]
    dana = dana_of([KIND] * 2_000, sents, half_life_days=1_000_000)
    assert (dana.time.band, dana.overall.verdict) == ("mixed", "a_bit_difficult")


def test_pressing_again_and_again_is_a_reason_to_break_up():
    dana = dana_of([PRESSING] * 10)
    assert (dana.overall.verdict, dana.time.band, dana.work.band) == ("break_up", "bad", "good")


def test_one_message_gives_a_score_and_no_verdict():
    dana = dana_of([CONTEMPT])
    assert (dana.overall.verdict, dana.n_messages, dana.work.n_messages) == ("not_enough_messages", 1, 1)
    assert dana.work.interval[1] - dana.work.interval[0] > 50


def test_messages_long_before_the_day_asked_for_give_no_verdict():
    assert dana_of([CONTEMPT] * 10, as_of="2036-01-01").overall.verdict == "not_enough_messages"


def test_without_a_message_of_mine_feedback_is_openly_not_measured():
    dana = dana_of([KIND] * 4)
    assert (dana.feedback, list(dana.missing)) == (None, ["feedback"])
    assert dana.missing["feedback"].startswith("None of the reader's own messages to this client is there")


@pytest.mark.parametrize(
    ("tone", "reason"),
    [(CONTEMPT, "contempt"), (INSULT, "insulting"), (BRUSH_OFF, "dismissive"), (UNSURE, "unsure")],
)
def test_evidence_of_work_names_its_reason(tone, reason):
    assert [evidence.reason for evidence in dana_of([KIND, tone]).work.evidence] == [reason]


def test_points_are_what_the_score_would_gain_without_the_message():
    sents = [week(0)] * 6
    dana = dana_of([KIND] * 4 + [UNSURE, INSULT], sents)
    without = dana_of([KIND] * 4 + [UNSURE], sents[:5])
    assert [evidence.message_id for evidence in dana.work.evidence] == ["d5", "d4"]
    assert dana.work.evidence[0].points == pytest.approx(dana.work.score - without.work.score)
    assert dana.overall.evidence[0].points == pytest.approx(dana.overall.score - without.overall.score)
    assert dana.work.evidence[0].points < dana.work.evidence[1].points < 0


def test_a_doubtful_message_that_took_nothing_is_no_evidence():
    dana = dana_of([INSULT] * 9 + [UNSURE], [week(0)] * 10)
    assert {evidence.reason for evidence in dana.work.evidence} == {"insulting"}


def test_evidence_shows_the_weightiest_twenty_with_the_newest_first():
    dana = dana_of([CONTEMPT] * 25)
    assert [evidence.message_id for evidence in dana.work.evidence] == [f"d{number}" for number in range(24, 4, -1)]


def test_evidence_of_equal_weight_shows_the_newest_first():
    dana = dana_of([CONTEMPT] * 3, [week(0, hour) for hour in (11, 12, 10)])
    assert [evidence.message_id for evidence in dana.work.evidence] == ["d1", "d0", "d2"]


def test_the_whole_gives_each_message_once_with_its_heaviest_reason():
    both = (0.99, 0.0, 0.0, 1.0)
    sents = [week(0, hour) for hour in (10, 11, 20)]
    dana = dana_of([KIND, KIND, both], sents)
    assert (dana.time.evidence[0].reason, dana.work.evidence[0].reason) == ("pressuring", "contempt")
    assert [evidence.reason for evidence in dana.overall.evidence] == ["pressuring"]


def test_a_quote_is_a_short_beginning_on_one_line():
    message = Message("1", MONDAY, DANA, "Did you\n\teven   read it? " + "x" * 200)
    quote = score([message], [INSULT])[DANA].work.evidence[0].quote
    assert quote == ("Did you even read it? " + "x" * 200)[:160]


def test_evidence_tells_the_time_by_my_clock():
    message = Message("1", "2026-07-03T20:30:00Z", DANA, "Now!")
    evidence = score([message], [PRESSING])[DANA].time.evidence[0]
    assert evidence.sent.isoformat() == "2026-07-03T22:30:00+02:00"


def test_aware_and_naive_times_mix():
    sents = ["2026-07-03T16:30:00", datetime(2026, 7, 3, 20, 30, tzinfo=timezone(timedelta(hours=2))), None]
    dana = dana_of([KIND] * 3, sents)
    assert [(evidence.message_id, evidence.reason) for evidence in dana.time.evidence] == [("d1", "out_of_hours")]
    assert (dana.time.n_messages, dana.work.n_messages) == (2, 3)


@pytest.mark.parametrize(
    ("sent", "n_evidence"), [("2026-03-27T17:30:00Z", 1), ("2026-03-30T16:30:00Z", 1), ("2026-03-30T15:59:00Z", 0)]
)
def test_hours_follow_summer_time(sent, n_evidence):
    assert len(dana_of([KIND], [sent]).time.evidence) == n_evidence


def test_working_hours_can_be_set():
    assert dana_of([KIND], [week(0, 20)], working_hours="Mon-Fri 12:00-22:00").time.score == 100


def test_a_client_without_any_time_is_judged_by_tone_alone():
    dana = dana_of([CONTEMPT] * 5, [None] * 5)
    assert (dana.time, dana.overall.verdict) == (None, "break_up")
    assert dana.missing["time"] == "None of this client's messages says when it was sent."


def test_a_message_without_a_time_weighs_as_the_oldest():
    sents = [None, week(0), week(20)]
    unknown = dana_of([CONTEMPT, KIND, KIND], sents).work.score
    assert unknown == dana_of([CONTEMPT, KIND, KIND], [week(0), week(0), week(20)]).work.score
    assert unknown > dana_of([CONTEMPT, KIND, KIND], [week(20), week(0), week(20)]).work.score


def test_without_a_zone_my_own_offset_is_taken_and_said():
    tones = [KIND, KIND]
    messages = [
        Message("1", "2026-03-02T18:30:00+01:00", DANA, "Hi"),
        Message("2", "2026-03-04T11:00:00-05:00", ME, "Hello", (DANA,)),
    ]
    clients = score(messages, tones, timezone=None)
    assert clients[DANA].time.score == 100
    assert len(clients.assumptions) == 1
    assert clients.assumptions[0].endswith("commonest offset of the reader's own messages is taken, all year: -05:00.")
    assert score(messages, tones)[DANA].time.score < 100


def test_without_a_zone_and_my_own_messages_time_is_not_measured():
    clients = score(from_dana([KIND]), [KIND], timezone=None)
    assert clients[DANA].time is None
    assert clients[DANA].missing["time"].startswith("No time zone was named")
    assert clients.assumptions == (
        "No time zone was named (timezone) nor found, so times without an offset are taken as UTC to tell their age.",
    )


def test_without_a_reader_every_sender_is_a_client_and_that_is_said():
    messages = [*from_dana([KIND]), Message("m", MONDAY, ME, "Hello", (DANA,))]
    clients = score(messages, [KIND, KIND], me=None)
    assert list(clients) == [DANA, ME]
    assert "No reader was named (me), so every sender is taken for a client." in clients.assumptions


def test_it_is_said_where_none_of_my_messages_tells_what_was_answered():
    sents = [week(0, hour) for hour in (10, 12, 14)]
    alone = score(from_dana([KIND] * 3, sents), [KIND] * 3)
    assert (alone[DANA].time.score, len(alone.assumptions)) == (100, 1)
    assert "nothing counts as chasing" in alone.assumptions[0]
    mine = Message("m", week(-1), ME, "Hello", (DANA,))
    both = score([*from_dana([KIND] * 3, sents), mine], [KIND] * 4)
    assert (both[DANA].time.evidence[0].reason, both.assumptions) == ("chasing", ())


def test_i_can_have_several_addresses_and_my_own_tone_is_not_judged():
    messages = [
        Message("1", MONDAY, DANA, "Hi", ("old@me.example",)),
        Message("2", MONDAY, "ME@studio.example", "You fool"),
        Message("3", MONDAY, "Old@me.example", "You fool"),
    ]
    clients = score(messages, [KIND, INSULT, INSULT], me=[ME, "old@me.example"])
    assert (list(clients), clients[DANA].overall.score, dict(clients.left_out)) == ([DANA], 100, {"mine": 2})


def test_an_alias_puts_two_addresses_together():
    messages = [Message("1", MONDAY, DANA, "Hi"), Message("2", MONDAY, "dana@home.example", "Hi")]
    clients = score(messages, [KIND, KIND], aliases={"Dana@home.example": DANA})
    assert {client: clients[client].n_messages for client in clients} == {DANA: 2}


def test_since_and_ignore_and_one_client_can_be_chosen():
    messages = [
        Message("1", week(0), DANA, "Old"),
        Message("2", week(2), DANA, "Hi"),
        Message("3", week(2), BO, "Hi"),
        Message("4", week(2), "news@list.example", "Buy"),
    ]
    chosen = {"since": "2026-03-10", "ignore": ["news@list.example"]}
    clients = score(messages, [KIND] * 4, **chosen)
    assert (list(clients), dict(clients.left_out)) == ([BO, DANA], {"before since": 1, "ignored": 1})
    assert list(score(messages, [KIND] * 4, client=DANA, **chosen)) == [DANA]


def test_the_ages_of_one_client_do_not_depend_on_another():
    messages = from_dana([CONTEMPT, KIND])
    later = Message("b", week(100), BO, "Hi")
    assert score([*messages, later], [CONTEMPT, KIND, KIND])[DANA] == score(messages, [CONTEMPT, KIND])[DANA]


def test_as_of_sets_the_day_from_which_age_counts_back():
    now, later = (dana_of([CONTEMPT] * 4, as_of=day).work for day in ("2026-03-23", "2026-06-21"))
    assert now.score < later.score
    assert later.interval[1] - later.interval[0] > now.interval[1] - now.interval[0]


def test_a_model_with_some_of_the_labels_is_judged_by_these():
    messages = from_dana([(1.0,)] * 4)
    clients = score(messages, [(1.0,)] * 4, names=("dismissive",))
    assert clients[DANA].work.evidence[0].reason == "dismissive"
    assert "The model has no label 'pressuring', so time rests on hours and chasing alone." in clients.assumptions


def test_a_model_without_labels_for_work_leaves_time():
    dana = score(from_dana([(1.0,)] * 4), [(1.0,)] * 4, names=("pressuring",))[DANA]
    assert (dana.work, dana.time.band, sorted(dana.missing)) == (None, "bad", ["feedback", "work"])


def test_a_client_of_whom_nothing_can_be_measured_is_left_out_and_counted():
    clients = score(from_dana([(1.0,)] * 4), [(1.0,)] * 4, names=("pressuring",), timezone=None)
    assert (list(clients), dict(clients.left_out)) == ([], {"nothing to measure": 4})


def test_an_empty_mailbox_has_no_clients():
    assert len(score([], [])) == 0


def test_a_score_does_not_depend_on_the_operating_point():
    messages = from_dana([UNSURE] * 4)
    texts = [message.text for message in messages]
    careful, alert = (
        score_clients(messages, texts, known_tones(tones_of([UNSURE] * 4, threshold=threshold)), me=ME)[DANA].work
        for threshold in (0.95, 0.3)
    )
    assert (careful.score, careful.evidence[0].reason) == (alert.score, "unsure")
    assert alert.evidence[0].reason == "insulting"


def test_a_client_becomes_plain_data():
    plain = dana_of([INSULT]).to_dict()
    assert json.loads(json.dumps(plain))["work"]["evidence"][0]["sent"] == "2026-03-02T10:00:00+01:00"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"timezone": "Europe/Atlantis"}, "timezone: 'Europe/Atlantis'; expected"),
        ({"working_hours": "Mo-Fr 9-18"}, "working_hours: 'Mo-Fr 9-18'; expected"),
        ({"half_life_days": 0}, "half_life_days: 0; expected"),
        ({"since": "soon"}, "since: 'soon'; expected"),
        ({"as_of": "soon"}, "as_of: 'soon'; expected"),
        ({"me": ""}, "me: ''; expected"),
        ({"ignore": [None]}, "ignore: None; expected"),
        ({"client": "nobody"}, "client: 'nobody'; expected"),
    ],
)
def test_a_wrong_option_is_refused_by_name(options, words):
    with pytest.raises(InputError) as caught:
        score(from_dana([KIND]), [KIND], **options)
    assert str(caught.value).startswith(words)


def test_as_many_own_texts_as_messages_are_expected():
    with pytest.raises(InputError, match=r"^1 messages, 2 own texts; expected as many of both$"):
        score_clients(from_dana([KIND]), ["Hi", "Hi"], known_tones(tones_of([KIND])))
