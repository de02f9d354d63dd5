import numpy as np
import pytest

from tonecheck.errors import ModelFormatError, ModelNotFoundError
from tonecheck.features import encoder as module
from tonecheck.features.batch import PIECE_CHARACTERS, Batch
from tonecheck.features.encoder import DIMENSIONS, Encoder, EncoderFeatures, EncoderScorer, load_encoder, vectors_of

TEXTS = ["You idiot.", "", "Merci, c'est parfait !", "🙄", "\ud800", "a" * 300, "word " * 900, "The invoice is late."]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder()


def test_a_vector_has_length_one_also_for_an_empty_text(encoder):
    vectors = encoder.encode(TEXTS)
    assert vectors.shape == (len(TEXTS), DIMENSIONS)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_no_texts_have_no_vectors(encoder):
    assert encoder.encode([]).shape == (0, DIMENSIONS)
    assert vectors_of(Batch([]), encoder).shape == (0, DIMENSIONS)


def test_what_means_the_same_in_two_languages_lies_closer_than_what_does_not(encoder):
    thanks, merci, invoice, facture = encoder.encode(
        ["Thank you, it is perfect.", "Merci, c'est parfait.", "Where is the invoice?", "Où est la facture ?"]
    )
    assert min(thanks @ merci, invoice @ facture) > max(thanks @ invoice, thanks @ facture, merci @ invoice) + 0.2


def test_the_vectors_of_this_name_stay_what_they_are(encoder):
    one, other = encoder.encode(["You idiot.", "Merci, c'est parfait."])
    np.testing.assert_allclose(one[:5], [0.0297, 0.0020, 0.0852, -0.0159, 0.0805], atol=2e-4)
    np.testing.assert_allclose(other[:5], [-0.0278, 0.0208, 0.0493, 0.0073, -0.0842], atol=2e-4)
    cut = vectors_of(Batch(["Where is the file? I asked for it on Monday. " * 120]), encoder)[0]
    np.testing.assert_allclose(cut[:5], [-0.0445, 0.0486, -0.0484, 0.0486, -0.0486], atol=2e-4)


def test_the_order_of_words_matters(encoder):
    one, other = encoder.encode(["you are not late, I am", "I am not late, you are"])
    assert one @ other < 0.999


def test_groups_and_blocks_of_any_size_give_the_same_vectors(encoder, monkeypatch):
    expected = encoder.encode(TEXTS)
    monkeypatch.setattr(module, "GROUP_PIECES", 7)
    monkeypatch.setattr(module, "BLOCK_PIECES", 3)
    np.testing.assert_allclose(encoder.encode(TEXTS), expected, atol=2e-5)


def test_the_parts_of_a_long_text_make_one_vector_close_to_that_of_the_whole(encoder):
    text = "Where is the file? I asked for it on Monday. " * 120
    assert len(text) > PIECE_CHARACTERS
    one, cut, other = vectors_of(Batch(["x", text, "y"]), encoder)
    whole, x, y = encoder.encode([text, "x", "y"])
    assert cut @ whole > 0.99
    np.testing.assert_allclose([one, other], [x, y], atol=1e-5)


def test_vectors_are_worked_out_once_for_a_batch_and_its_rows(encoder, monkeypatch):
    batch = Batch(["a", "b", "c"])
    vectors = vectors_of(batch, encoder)
    monkeypatch.setattr(encoder, "encode", None)
    assert (vectors_of(batch.rows(np.array([2, 1])), encoder) == vectors[[2, 1]]).all()


def test_scoring_says_what_the_fitted_linear_model_says(encoder):
    batch, coef = Batch(TEXTS), np.random.default_rng(0).normal(size=(DIMENSIONS, 2))
    features = EncoderFeatures(encoder).fit(batch)
    np.testing.assert_allclose(features.weigh(coef).decision(batch), features.transform(batch) @ coef, atol=1e-5)


@pytest.mark.parametrize(
    "coef", [np.zeros((3, 2), np.float32), np.zeros((DIMENSIONS, 2)), np.zeros((DIMENSIONS, 3), np.float32)]
)
def test_weights_that_do_not_fit_are_refused(encoder, coef):
    with pytest.raises(ModelFormatError, match=r"encoder_coef is .*; expected float32 \(512, 2\)"):
        EncoderScorer.from_arrays(encoder, {"encoder_coef": coef}, 2)


def test_a_tokenizer_of_another_size_than_the_table_is_refused(encoder):
    tokenizer = encoder._tokenizer.serialized_model_proto()
    with pytest.raises(ModelFormatError, match=r"mine: the tokenizer has \d+ pieces; expected 5, one a row"):
        Encoder("mine", tokenizer, np.zeros((5, DIMENSIONS), np.uint8), {})


def test_an_encoder_is_read_once():
    assert load_encoder() is load_encoder()


def test_a_path_is_no_name_of_an_encoder(tmp_path):
    with pytest.raises(ModelNotFoundError, match="nothing shipped is named"):
        load_encoder(str(tmp_path))
