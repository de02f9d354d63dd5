import numpy as np
import pytest

from tonecheck.errors import ModelNotFoundError
from tonecheck.features.batch import Batch
from tonecheck.features.ngrams import NgramScorer
from tonecheck.labels import LANGUAGES
from tonecheck.language import KIND, OPTIONS, LanguageIdentifier, fit_identifier, load_identifier
from tonecheck.persistence import read_folder


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Where is the file that I asked for yesterday?", "en"),
        ("You idiot", "en"),
        ("Où est le fichier que j'ai demandé hier ?", "fr"),
        ("Merci, c'est parfait.", "fr"),
        ("Wo bleibt die Datei, die ich gestern bestellt habe?", "other"),
        ("¿Dónde está el archivo que pedí ayer?", "other"),
        ("Где файл, который я просил вчера?", "other"),
        ("昨日頼んだファイルはどこですか", "other"),
    ],
)
def test_the_shipped_identifier_tells_languages_apart(text, language):
    assert LANGUAGES[load_identifier().identify(Batch([text]))[0]] == language


def test_no_texts_have_no_languages():
    assert load_identifier().identify(Batch([])).tolist() == []


def test_an_identifier_is_read_once():
    assert load_identifier() is load_identifier()


def test_a_path_is_no_name_of_an_identifier(tmp_path):
    with pytest.raises(ModelNotFoundError, match="nothing shipped is named"):
        load_identifier(str(tmp_path))


def test_what_was_fitted_can_be_written_and_says_the_same(tmp_path):
    texts = ["the file is here", "le fichier est là", "die Datei ist da"] * 5
    found = fit_identifier(texts, list(LANGUAGES) * 5)
    assert [LANGUAGES[code] for code in found.identify(Batch(texts[:3]))] == list(LANGUAGES)
    found.save(tmp_path / "mine", card="# Mine\n", corpus={"n_texts": 15})
    contents = read_folder(tmp_path / "mine", KIND)
    assert contents.manifest["intercept"] == found.intercept.tolist()
    assert (contents.arrays["ngram_weights"] == found.scorer.weights).all()
    assert (tmp_path / "mine" / "README.md").read_text() == "# Mine\n"


def test_where_no_n_gram_speaks_the_intercept_decides():
    nothing = NgramScorer(OPTIONS, np.zeros((1 << OPTIONS.table_bits, 4), np.int16), np.ones(4))
    found = LanguageIdentifier(nothing, np.array([0.0, 1.0, 0.5])).identify(Batch(["hello", ""]))
    assert found.tolist() == [1, 1]
    assert found.dtype == np.int8
