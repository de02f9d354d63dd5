"""The models read a mailbox together: each text once, my own for concerns alone, some thousand at a time."""

from datetime import datetime, timedelta

import numpy as np
import pytest

from tonecheck import api, respect
from tonecheck.features.encoder import Encoder
from tonecheck.labels import LABELS
from tonecheck.records import Message, ToneScores
from tonecheck.respect_score import reading
from tonecheck.respect_score.concerns import pair_up
from tonecheck.respect_score.mailbox import find_recipients, make_letters, read_senders, sort_mailbox
from tonecheck.respect_score.people import read_people
from tonecheck.respect_score.reading import known_tones, read_mailbox
from tonecheck.respect_score.replies import FATES, SIGNS, load_reply_reader, to_batch
from tonecheck.respect_score.zone import read_sent, read_zone

ME, DANA, BO = "me@studio.example", "dana@shop.example", "bo@farm.example"
MONDAY = datetime(2026, 3, 2, 10, 0)
WORRY = "I'm worried the oak floor is still too damp to varnish. Could we wait until Thursday?"
TALK = (
    (ME, WORRY),
    (DANA, "Oh please, don't you worry about that. Just varnish it."),
    (ME, "Je crains que la teinte soit trop sombre. On en parle ?"),
    (DANA, "Vous avez raison, parlons-en jeudi, merci de l'avoir vu."),
    (BO, "Here are the photos."),
    (ME, "Is the second door to be painted as well?"),
    (BO, "The key is under the blue pot."),
)


def messages_of(talk=TALK, to=None):
    other = {0: DANA, 2: DANA, 5: BO}
    return [
        Message(str(n), MONDAY + timedelta(hours=n), who, text, to or (other[n],) if who == ME else (ME,))
        for n, (who, text) in enumerate(talk)
    ]


@pytest.fixture
def encoded(monkeypatch):
    """Return a list that fills with the texts whose sentence vectors are made."""
    texts, encode = [], Encoder.encode
    monkeypatch.setattr(
        Encoder, "encode", lambda self, found, *more: (texts.extend(found), encode(self, found, *more))[1]
    )
    return texts


def test_the_vector_of_each_text_is_made_once_for_all_models(encoded):
    respect(messages_of(), me=ME, timezone="Europe/Paris")
    assert sorted(encoded) == sorted(text for _, text in TALK)


def test_what_does_not_count_is_not_read(encoded):
    messages = messages_of()
    respect(messages, me=ME, timezone="Europe/Paris", client=BO)
    assert sorted(encoded) == sorted(TALK[n][1] for n in (4, 5, 6))
    encoded.clear()
    respect([*messages, *messages], me=ME, timezone="Europe/Paris", ignore=[DANA])
    assert sorted(encoded) == sorted(TALK[n][1] for n in (4, 5, 6))


def test_the_tone_of_my_own_messages_is_not_heard():
    heard = []
    none, codes = np.zeros((len(TALK), 4), bool), np.zeros(len(TALK), np.int8)
    known = known_tones(ToneScores(LABELS, none.astype(float), none, none.copy(), codes, codes.astype(np.uint8)))
    mailbox, pairs, texts = put_in_order(messages_of())

    def hear(rows, batch):
        heard.extend(zip(rows, batch.texts, strict=True))
        return known(rows, batch)

    read_mailbox(mailbox, pairs, texts, hear, load_reply_reader())
    assert sorted(heard) == [(n, text) for n, (who, text) in enumerate(TALK) if who != ME]


def put_in_order(messages):
    people = read_people(ME, None, ())
    sents = [read_sent(message.sent, 0) for message in messages]
    letters = make_letters(messages, read_senders(messages, people), sents, read_zone("Europe/Paris"))
    texts = [message.text for message in messages]
    mailbox = sort_mailbox(letters, texts, people)
    return mailbox, pair_up(find_recipients(mailbox, people), mailbox.by_client), texts


def tones_by_length(texts):
    values = np.array([[len(text) / 100] * 4 for text in texts]).reshape(-1, 4)
    codes = np.zeros(len(texts), np.int8)
    return ToneScores(LABELS, values, values > 1, values > 2, codes, codes.astype(np.uint8))


@pytest.mark.parametrize("to", [None, (DANA, BO)])
def test_in_chunks_of_any_size_the_same_is_read(monkeypatch, to):
    mailbox, pairs, texts = put_in_order(messages_of(to=to))
    n_read = []

    def read():
        n_read.clear()
        return read_mailbox(
            mailbox, pairs, texts, known_tones(tones_by_length(texts)), load_reply_reader(), n_read.append
        )

    whole = read()
    assert n_read == [len(TALK)]
    assert len(whole.fates) == (3 if to is None else 5)
    for size in (1, 2, 3):
        monkeypatch.setattr(reading, "CHUNK_MESSAGES", size)
        found = read()
        assert (max(n_read), sum(n_read)) == (size, len(TALK))
        assert found.tones.probabilities.tolist() == whole.tones.probabilities.tolist()
        assert found.signs.replies == pytest.approx(whole.signs.replies, abs=1e-4)
        assert found.fates.keys() == whole.fates.keys()
        for rows, chances in found.fates.items():
            assert chances == pytest.approx(whole.fates[rows], abs=1e-5)


def test_what_is_read_stands_in_the_row_of_its_message():
    mailbox, pairs, texts = put_in_order(messages_of())
    reader = load_reply_reader()
    found = read_mailbox(mailbox, pairs, texts, known_tones(tones_by_length(texts)), reader)
    assert found.tones.probabilities[1, 0] == len(TALK[1][1]) / 100
    assert (found.signs.replies[0] == -50).all()
    assert FATES[found.fates[0, 1].argmax()] == "brushed_off"
    assert FATES[found.fates[2, 3].argmax()] == "answered"


def test_without_messages_the_labels_are_known():
    mailbox, pairs, texts = put_in_order([])
    found = read_mailbox(mailbox, pairs, texts, known_tones(tones_by_length([])), load_reply_reader())
    assert (found.tones.label_names, found.tones.probabilities.shape) == (LABELS, (0, 4))
    assert found.signs.replies.shape == (0, len(FATES) + len(SIGNS))


def test_a_message_of_signs_alone_is_in_another_language_for_its_tone_alone():
    messages = [Message("1", MONDAY, DANA, "👍 !!", (ME,)), Message("2", MONDAY, DANA, "Thank you very much", (ME,))]
    assert respect(messages, me=ME, timezone="Europe/Paris")[DANA].n_other_language == 1
    reader, texts = load_reply_reader(), ["👍 !!"]
    batch = to_batch(texts)
    assert api._score_batch(texts, texts, batch, api.load_model(), "careful")[0].language == "other"
    assert reader.replies(batch).tolist() == reader.replies(to_batch(texts)).tolist()


def test_a_wrong_option_is_refused_before_anything_is_read(encoded):
    with pytest.raises(ValueError, match=r"^operating_point: 'loud'"):
        respect(messages_of(), me=ME, operating_point="loud")
    with pytest.raises(ValueError, match=r"^half_life_days: 0"):
        respect(messages_of(), me=ME, half_life_days=0)
    assert encoded == []
