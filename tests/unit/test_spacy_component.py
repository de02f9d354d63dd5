"""The spaCy component, found through its entry point."""

import pytest
import spacy

import tonecheck
from tonecheck.integrations.spacy_component import ToneComponent

TEXTS = ["You are a lazy fool.", "Merci beaucoup, c'est parfait !", "", "Logo bigger."]


@pytest.fixture
def pipeline():
    nlp = spacy.blank("en")
    nlp.add_pipe("tonecheck")
    return nlp


def test_it_fills_the_tone_and_the_categories(pipeline):
    for text in TEXTS:
        doc = pipeline(text)
        tone = tonecheck.score(text)
        assert doc._.tone == tone
        assert doc.cats == dict(tone.probability)


def test_many_texts_in_several_processes_say_the_same(pipeline):
    alone = [pipeline(text)._.tone.probability for text in TEXTS]
    for n_process in (1, 2):
        docs = list(pipeline.pipe(TEXTS * 3, n_process=n_process, batch_size=3))
        for doc, expected in zip(docs, alone * 3, strict=True):
            assert doc._.tone.probability == pytest.approx(expected, abs=1e-5)


def test_a_text_that_was_not_scored_has_no_tone():
    assert spacy.blank("fr")("Bonjour")._.tone is None


def test_the_pipeline_goes_to_disk_and_back(pipeline, tmp_path):
    pipeline.to_disk(tmp_path / "pipeline")
    back = spacy.load(tmp_path / "pipeline")
    assert back(TEXTS[0])._.tone == pipeline(TEXTS[0])._.tone


def test_options_are_kept_and_checked(tmp_path):
    nlp = spacy.blank("en")
    nlp.add_pipe("tonecheck", config={"model": "tone-enfr-1-fast", "operating_point": "alert"})
    nlp.to_disk(tmp_path / "pipeline")
    back = spacy.load(tmp_path / "pipeline")
    expected = tonecheck.score(TEXTS[0], model="tone-enfr-1-fast", operating_point="alert")
    assert back(TEXTS[0])._.tone == expected
    with pytest.raises(tonecheck.InputError, match="operating_point: 'loud'; expected 'careful' or 'alert'"):
        spacy.blank("en").add_pipe("tonecheck", config={"operating_point": "loud"})


def test_a_model_of_ones_own_goes_with_the_pipeline(tmp_path):
    texts = [f"thanks, lovely page {page}" for page in range(12)] + [f"lazy fool, page {page}" for page in range(12)]
    model = tonecheck.ToneClassifier(encoder=None, table_bits=12).fit(texts, [[0]] * 12 + [[1]] * 12, labels=["rude"])
    model.save(tmp_path / "mine")
    nlp = spacy.blank("en")
    nlp.add_pipe("tonecheck", config={"model": str(tmp_path / "mine")})
    nlp.to_disk(tmp_path / "pipeline")
    (tmp_path / "mine").rename(tmp_path / "gone")
    found = spacy.load(tmp_path / "pipeline")("you lazy fool")._.tone
    assert found == tonecheck.score("you lazy fool", model=model)


def test_linking_a_pipeline_reads_no_model():
    assert not hasattr(ToneComponent("no such model", "careful"), "model")  # what spaCy asks every component for


def test_a_folder_holds_the_pipeline_that_was_kept_last_and_can_be_kept_in_place(tmp_path):
    texts = [f"thanks, lovely page {page}" for page in range(12)] + [f"lazy fool, page {page}" for page in range(12)]
    model = tonecheck.ToneClassifier(encoder=None, table_bits=12).fit(texts, [[0]] * 12 + [[1]] * 12, labels=["rude"])
    model.save(tmp_path / "mine")
    own, fast = spacy.blank("en"), spacy.blank("en")
    own.add_pipe("tonecheck", config={"model": str(tmp_path / "mine")})
    fast.add_pipe("tonecheck", config={"model": "tone-enfr-1-fast"})
    own.to_disk(tmp_path / "pipeline")
    back = spacy.load(tmp_path / "pipeline")
    assert list(back("lazy").cats) == ["rude"]
    back.to_disk(tmp_path / "pipeline")
    assert list(spacy.load(tmp_path / "pipeline")("lazy").cats) == ["rude"]
    fast.to_disk(tmp_path / "pipeline")
    assert list(spacy.load(tmp_path / "pipeline")("lazy").cats) == list(tonecheck.LABELS)
