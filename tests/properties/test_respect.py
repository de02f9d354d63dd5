from datetime import datetime, timedelta

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from tonecheck.labels import LABELS
from tonecheck.records import Message, ToneScores
from tonecheck.respect_score import score_clients
from tonecheck.respect_score.reading import known_tones

ME, DANA, BO = "me@studio.example", "dana@shop.example", "bo@farm.example"
FIRST = datetime(2025, 10, 24, 17, 30)
SLACK = 1e-6

SENTS = st.one_of(
    st.none(),
    st.builds(lambda days, hours: FIRST + timedelta(days=days, hours=hours), st.integers(0, 400), st.integers(0, 30)),
    st.sampled_from(["2026-03-29T02:30:00", "2026-10-25T02:30:00+01:00", "2026-01-01T00:00:00Z"]),
)
PROBABILITIES = st.sampled_from([0.0, 0.04, 0.25, 0.3, 0.6, 0.97, 1.0])
TONES = st.tuples(*[PROBABILITIES] * len(LABELS))
TEXTS = st.sampled_from(["Now!", "No rush", "Quand tu peux", "\n", "", "Logo\nbigger 🙂", "é" * 300])
ROWS = st.tuples(st.sampled_from([DANA, DANA, "Dana <DANA@shop.example>", BO, ME]), SENTS, TEXTS, TONES)
MAILBOXES = st.lists(ROWS, max_size=14).map(
    lambda rows: [
        (Message(str(row), sent, sender, text, () if row % 3 else (DANA if sender == ME else ME,)), tone)
        for row, (sender, sent, text, tone) in enumerate(rows)
    ]
)
DATED = st.lists(st.tuples(st.integers(0, 400), PROBABILITIES), min_size=1, max_size=12)


def score(pairs, **options):
    probabilities = np.array([tone for _, tone in pairs], dtype=float).reshape(-1, len(LABELS))
    predictions = probabilities >= 0.5
    codes = np.zeros(len(pairs), dtype=np.int8)
    tones = ToneScores(LABELS, probabilities, predictions, ~predictions, codes, codes.astype(np.uint8))
    messages = [message for message, _ in pairs]
    options = {"me": ME, "timezone": "Europe/Paris"} | options
    return score_clients(messages, [message.text for message in messages], known_tones(tones), **options)


def dated(rows, mark=""):
    return [
        (Message(f"{mark}{row}", FIRST + timedelta(days=days), DANA, "Hi", (ME,)), (disrespect, 0.0, 0.0, 0.0))
        for row, (days, disrespect) in enumerate(rows)
    ]


def work(pairs):
    return score(pairs)[DANA].work


@given(MAILBOXES, st.sampled_from([{}, {"timezone": None}, {"me": None}, {"as_of": "2026-01-01"}, {"since": FIRST}]))
def test_all_figures_are_in_range_and_intervals_hold_their_scores(pairs, options):
    clients = score(pairs, **options)
    for client in clients.values():
        for part in filter(None, (client.overall, client.time, client.work)):
            assert 0 <= part.interval[0] <= part.score <= part.interval[1] <= 100
            assert all(-100 <= evidence.points <= 100 for evidence in part.evidence)
            assert 1 <= part.n_messages <= client.n_messages
        assert set(client.missing) == {name for name in ("time", "work", "feedback") if not getattr(client, name)}
    assert sum(client.n_messages for client in clients.values()) + sum(clients.left_out.values()) == len(pairs)


@given(MAILBOXES, st.randoms(use_true_random=False))
def test_the_order_of_the_input_changes_nothing(pairs, random):
    shuffled = random.sample(pairs, len(pairs))
    assert score(shuffled) == score(pairs)


@given(MAILBOXES, st.data())
def test_a_message_given_twice_counts_once(pairs, data):
    twice = data.draw(st.lists(st.sampled_from(pairs), max_size=4)) if pairs else []
    once, more = score(pairs), score(pairs + twice)
    assert more.clients == once.clients
    assert more.left_out.get("duplicate", 0) == len(twice)


@given(DATED, st.integers(0, 800))
def test_a_respectful_message_never_lowers_the_work_score(rows, days):
    assert work(dated(rows) + dated([(days, 0.0)], "new")).score >= work(dated(rows)).score - SLACK


@given(DATED, st.integers(0, 6))
def test_a_disrespectful_message_on_the_newest_day_never_raises_the_work_score(rows, hours):
    newest = max(days for days, _ in rows)
    [(message, tone)] = dated([(newest, 1.0)], "new")
    later = Message("new", message.sent + timedelta(hours=hours), DANA, "Hi", (ME,))
    assert work([*dated(rows), (later, tone)]).score <= work(dated(rows)).score + SLACK


@given(DATED, st.integers(2, 4))
def test_more_messages_of_the_same_kinds_narrow_the_interval(rows, times):
    assume(any(disrespect < 1 for _, disrespect in rows) or len(rows) > 1)
    few = work(dated(rows)).interval
    many = work([pair for copy in range(times) for pair in dated(rows, f"{copy}-")]).interval
    assert many[1] - many[0] <= few[1] - few[0] + SLACK


@given(DATED)
def test_every_point_lost_is_traceable_to_messages(rows):
    part = work(dated(rows))
    assert (part.score < 100) == bool(part.evidence)
    assert part.score == 100 or min(evidence.points for evidence in part.evidence) < 0
