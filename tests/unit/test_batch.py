import numpy as np

from tonecheck.features.batch import BLOCK_CHARACTERS, PIECE_CHARACTERS, Batch


def test_a_long_text_is_cut_into_pieces_and_the_others_are_not():
    batch = Batch(["a", "b" * (2 * PIECE_CHARACTERS + 1), "", "c"])
    assert batch.firsts.tolist() == [0, 1, 4, 5, 6]
    assert [len(piece) for piece in batch.pieces] == [1, PIECE_CHARACTERS, PIECE_CHARACTERS, 1, 0, 1]


def test_short_texts_are_their_own_pieces():
    texts = ["a", "", "b" * PIECE_CHARACTERS]
    assert Batch(texts).pieces is texts


def test_blocks_hold_every_piece_once_and_in_order():
    batch = Batch(["x" * (PIECE_CHARACTERS - 1)] * 40)
    assert len(batch.blocks) > 1
    assert [block.first for block in batch.blocks] == np.cumsum([0] + [b.n_pieces for b in batch.blocks])[:-1].tolist()
    assert sum(block.n_pieces for block in batch.blocks) == 40
    assert all(len(block.symbols.edges) == block.n_pieces + 1 for block in batch.blocks)
    assert max(block.n_pieces for block in batch.blocks) <= BLOCK_CHARACTERS // (PIECE_CHARACTERS - 1)


def test_no_texts_have_no_blocks():
    assert Batch([]).blocks == []
    assert Batch([]).firsts.tolist() == [0]


def test_what_was_made_for_all_is_not_made_again_for_some():
    batch, calls = Batch(["a", "b", "c"]), []

    def make():
        calls.append(1)
        return np.array([[1.0], [2.0], [3.0]])

    batch.once("numbers", make)
    rows = batch.rows(np.array([2, 0]))
    assert rows.texts == ["c", "a"]
    assert rows.once("numbers", make).tolist() == [[3.0], [1.0]]
    assert calls == [1]
