"""Why: contributions add up, offsets point at the original, what is shown is escaped."""

import copy
import json
import pickle  # noqa: TID251 - results of ours must survive it

import numpy as np
import pytest

import tonecheck
from tonecheck import Explanation, InputError, ToneClassifier, explain
from tonecheck.text.reply import own_words

MODELS = [None, "tone-enfr-1-fast"]
TEXTS = [
    "The second page is fine. Was the brief too long for you to read?",
    "Merci d’avoir enfin répondu.\n- logo plus grand\n- vous savez lire ?",
    "ok",
    "🙄🙄🙄 !!!!!!!!! -- ' -",
    "What an i d i o t… pas d\u00e9\u0301\u0301j\u00e0 vu, e\u0301t\u00ade",
    "word " * 3000 + "you fool",
    "Où est le fichier ?\n\nLe 3 mars, Ann a écrit :\n> espèce d'idiot\n",
    "<p>Do it <b>again</b>.</p><blockquote>you idiot</blockquote>",
    "no full stop at all and a https://shop.example/link?x=1 in it",
]


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("text", TEXTS)
def test_contributions_add_up_to_the_decision_value(text, model):
    why = explain(text, model=model)
    read = tonecheck.api.to_model(model).read([own_words(text).text])
    for column, label in enumerate(why.decision):
        assert why.decision[label] == pytest.approx(read.log_odds[0, column], abs=1e-5)
        by_sentence = sum(sentence.contribution[label] for sentence in why.sentences)
        by_word = sum(span.contribution[label] for span in why.spans)
        by_word += sum(sentence.meaning[label] for sentence in why.sentences)
        assert why.base[label] + by_sentence == pytest.approx(why.decision[label], abs=1e-9)
        assert why.base[label] + by_word == pytest.approx(why.decision[label], abs=1e-9)


@pytest.mark.parametrize("text", TEXTS)
def test_offsets_point_at_the_original_characters(text):
    why = explain(text)
    assert why.text == text or text.startswith("<")
    for part in (*why.sentences, *why.spans):
        assert why.text[part.start : part.end] == part.text
        assert part.text == part.text.strip()
    starts = [span.start for span in why.spans]
    assert starts == sorted(starts)
    assert "".join("".join(span.text for span in why.spans).split()) == "".join(own_words(text).text.split())


def test_the_probability_is_that_of_the_score():
    why = explain(TEXTS[0], operating_point="alert")
    assert why.tone == tonecheck.score(TEXTS[0], operating_point="alert")
    for label, value in why.decision.items():
        assert why.tone.probability[label] == pytest.approx(1 / (1 + np.exp(-value)), abs=1e-6)


def test_a_disguised_word_is_one_span_of_the_original():
    assert "i d i o t" in [span.text for span in explain("you are an i d i o t, really").spans] or "i d i o t," in [
        span.text for span in explain("you are an i d i o t, really").spans
    ]


def test_what_is_quoted_contributes_nothing():
    why = explain(TEXTS[6])
    assert [sentence.text for sentence in why.sentences] == ["Où est le fichier ?"]


def test_the_contemptuous_sentence_adds_more_than_the_others():
    why = explain("Thanks for the file. The logo is on page two. You are a lazy, stupid fool. See you on Monday.")
    added = [sentence.contribution["insulting"] for sentence in why.sentences]
    alone = [sentence.probability["insulting"] for sentence in why.sentences]
    assert int(np.argmax(added)) == int(np.argmax(alone)) == 2


def test_a_single_sentence_carries_all_that_the_vector_says():
    why = explain("Logo bigger, please")
    label = "idiot_test"
    spoken = sum(span.contribution[label] for span in why.spans)
    assert why.sentences[0].meaning[label] == pytest.approx(why.decision[label] - why.base[label] - spoken)


@pytest.mark.parametrize(
    ("mild", "telling"),
    [
        ("Thanks for the file.", "Did anyone at your place learn to read?"),
        ("I'll pay the invoice on Friday.", "You are an idiot."),
        ("Merci pour l'envoi.", "Vous savez lire, au moins ?"),
    ],
)
def test_the_sentence_that_carries_the_tone_carries_it_wherever_it_stands(mild, telling):
    shares = []
    for text in (f"{mild} {telling}", f"{telling} {mild}"):
        by_text = {sentence.text: sentence.meaning["idiot_test"] for sentence in explain(text).sentences}
        assert by_text[telling] > by_text[mild] + 2
        shares.append(by_text[telling])
    assert shares[0] == pytest.approx(shares[1], abs=0.8)


@pytest.mark.parametrize("text", ["", "  \n", "> quoted only"])
def test_a_text_without_words_has_no_sentences(text):
    why = explain(text)
    assert why.sentences == why.spans == ()
    assert why.tone.idiot_test == 0
    assert why.decision == why.base
    assert "idiot_test 0.00" in str(why)


def test_a_text_that_is_no_text_is_refused():
    with pytest.raises(InputError, match=r"^text is int \(3\); expected str \(for several, use score_batch\)$"):
        explain(3)


def test_an_unknown_label_is_refused():
    with pytest.raises(InputError, match=r"^label: 'rude'; expected one of 'idiot_test', 'insulting', "):
        explain("ok").to_html("rude")


def test_html_is_escaped_and_says_the_language():
    html = explain("Vous êtes <script>alert(1)</script> nul & c'est tout")._repr_html_()
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert "&amp;" in html
    assert 'lang="fr"' in html


def test_an_explanation_can_be_copied_and_pickled_and_is_frozen():
    why = explain(TEXTS[0])
    assert pickle.loads(pickle.dumps(why)) == copy.deepcopy(why) == why
    assert hash(why.spans[0]) == hash(explain(TEXTS[0]).spans[0])
    with pytest.raises(TypeError, match="a result cannot be changed"):
        why.base["insulting"] = 0


def test_sentences_do_not_overlap_where_a_mark_is_left_out():
    first, second = explain("Fini ?\u0301 Oui.").sentences
    assert first.end <= second.start
    assert second.text == "Oui."


def test_a_terminal_is_not_steered():
    assert "\x1b" not in explain("you \x1b[31mfool").to_text()


def test_json_holds_everything():
    why = explain(TEXTS[1])
    plain = json.loads(json.dumps(why.to_dict()))
    assert [span["text"] for span in plain["spans"]] == [span.text for span in why.spans]
    assert plain["tone"]["language"] == "fr"
    assert plain["sentences"][0]["contribution"] == dict(why.sentences[0].contribution)


def test_a_model_with_labels_of_its_own_is_explained_by_them():
    texts = [f"thanks, lovely page {page}" for page in range(12)] + [f"lazy fool, page {page}" for page in range(12)]
    model = ToneClassifier(encoder=None, table_bits=12).fit(texts, [[0]] * 12 + [[1]] * 12, labels=["rude"])
    why = explain("you lazy fool", model=model)
    assert isinstance(why, Explanation)
    assert list(why.decision) == ["rude"]
    assert max(why.spans, key=lambda span: span.contribution["rude"]).text in ("lazy", "fool")
    assert why.reason is None
