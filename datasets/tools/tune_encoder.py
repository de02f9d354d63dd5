"""Tune the encoder's layers on the tone of client messages, at build time, with torch.

`build_encoder.py` calls it. What is learned: the network's weights, on the four labels of the messages of
`train.jsonl`, the phrasebook and the training threads. The embeddings of pieces stay as they are. The messages of
`dev.jsonl` are not used: on them it is seen, and fitted, how far the tuned vectors can be trusted (`build_models.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from tonecheck.features.encoder import DIMENSIONS, LEFT, ORDERS, RIGHT, SCALING, SMALLEST_VARIANCE, WIDTH

SEED = 0
EPOCHS = 2
BATCH_TEXTS = 32
RATE = 3e-4
RATE_OF_HEAD = 5e-3

HOLD = 0.3
"""How strongly vectors are held where they were: the penalty on 1 less the cosine of a vector and what it was before.

What it weighs against is being right about our messages and staying right about real talk. The mean AUC of four
labels on dev messages, of the vectors alone and in equal parts with n-grams, and that of these parts on public corpora
(toxic comments on GitHub and Wikipedia, abuse of chatbots):

======================  =======  =====  ======  =========  =======
tuned                   vectors  sum    GitHub  Wikipedia  chatbots
======================  =======  =====  ======  =========  =======
not at all              0.881    0.945  0.772   0.675      0.744
the last layers alone   0.916    0.957  0.740   0.619      0.701
rate 1e-4, 3 epochs     0.935    0.960  0.777   0.661      0.736
rate 3e-4, 2 epochs     0.943    0.962  0.772   0.625      0.713
the same, held by 0.3   0.939    0.961  0.774   0.653      0.755
======================  =======  =====  ======  =========  =======

Held, they also keep a mean cosine of 0.89 with what they were (0.53 if not), and so what they know of other questions.
Naming the kind of a message as a second task changed nothing.
"""

WARM_UP = 50  # steps
DROPPED = 0.1
SHARPNESS = 8.0
"""What a vector, of length 1, is multiplied with before it is weighed: else the head would have to learn it."""

MOST_CHARACTERS = 3000
"""Read of a text while tuning."""

Layers = Mapping[str, NDArray[Any]]


class TunableEncoder(nn.Module):
    """The network of `tonecheck.features.encoder`, with a head of one output a label.

    Parameters
    ----------
    embedding : float32 array of shape (n_pieces, 512)
        Stays as it is.
    layers : mapping of str to array
        Where the network starts.
    n_labels : int
        Outputs of the head.
    """

    def __init__(self, embedding: NDArray[np.float32], layers: Layers, n_labels: int) -> None:
        super().__init__()
        self.embedding = nn.Embedding.from_pretrained(torch.from_numpy(embedding), freeze=True)
        self.layers = nn.ParameterDict(
            {
                name: nn.Parameter(torch.tensor(np.asarray(layer, np.float32)))
                for name, layer in layers.items()
                if name not in SCALING
            }
        )
        self.drop = nn.Dropout(DROPPED)
        self.head = nn.Linear(DIMENSIONS, n_labels)

    def forward(self, pieces: Tensor, lengths: Tensor) -> Tensor:
        """Return vectors of length 1, shape (n_texts, 512), for the pieces of texts in a row."""
        own = self.layers
        embedded = self.drop(self.embedding(pieces))
        places = _neighbours(lengths)
        described = [embedded]
        for order, left in ORDERS:
            projected = embedded @ own[f"proj{order}"] + own[f"proj_b{order}"]
            first = _normalise(projected, own[f"ln_g{order}"], own[f"ln_b{order}"])
            around = places[:, LEFT - left : LEFT - left + order]
            for layer in ("1", "2"):
                seen = torch.cat([first, torch.zeros(1, WIDTH)])[around].flatten(1)
                first = functional.relu(seen @ own[f"w{layer}_{order}"] + own[f"b{layer}_{order}"]) + first
            described.append(first)
        rows = _normalise(torch.cat(described, dim=1), own["ln_g"], own["ln_b"])
        text = torch.repeat_interleave(torch.arange(len(lengths)), lengths)
        sums = torch.zeros(len(lengths), rows.shape[1]).index_add(0, text, rows)
        mean = (sums @ own["cnn_W"] + lengths[:, None] * own["cnn_b"]) / lengths.float().sqrt()[:, None]
        mean = self.drop(mean)
        one = functional.relu(mean @ own["d0"])
        two = functional.relu(mean @ own["p1"] + one @ own["d1"])
        three = functional.relu(two @ own["d2"])
        return functional.normalize(torch.tanh(two @ own["p3"] + three @ own["d3"]), dim=1)


def _normalise(rows: Tensor, gain: Tensor, shift: Tensor) -> Tensor:
    return functional.layer_norm(rows, gain.shape, gain, shift, SMALLEST_VARIANCE)


def _neighbours(lengths: Tensor) -> Tensor:
    """Return the places of two pieces to each side; the number of pieces where that would leave the text."""
    ends = torch.repeat_interleave(lengths.cumsum(0), lengths)[:, None]
    starts = ends - torch.repeat_interleave(lengths, lengths)[:, None]
    places = torch.arange(len(ends))[:, None] + torch.arange(-LEFT, RIGHT + 1)
    return torch.where((places < ends) & (places >= starts), places, len(ends))


def tune(
    tokenizer: Any, embedding: NDArray[np.float32], layers: Layers, texts: Sequence[str], y: NDArray[np.float64]
) -> dict[str, NDArray[np.float32]]:
    """Return the tuned layers; those that are not tuned as they were.

    Parameters
    ----------
    tokenizer : sentencepiece.SentencePieceProcessor
        The encoder's.
    embedding : float32 array of shape (n_pieces, 512)
        Embeddings of its pieces.
    layers : mapping of str to array
        Where to start.
    texts : sequence of str
        Messages, cleaned and normalised.
    y : float array of shape (n_texts, n_labels)
        Their labels, NaN where not known.
    """
    torch.manual_seed(SEED)
    torch.set_num_threads(1)  # sums of several threads come in no fixed order
    torch.use_deterministic_algorithms(True)
    pieces = [tokenizer.encode(text[:MOST_CHARACTERS], add_bos=True, add_eos=True) for text in texts]
    answers = torch.tensor(y, dtype=torch.float32)
    network = TunableEncoder(embedding, layers, y.shape[1])
    before = _vectors(network, pieces)
    network.train()
    optimizer = torch.optim.Adam(
        [
            {"params": network.layers.parameters(), "lr": RATE},
            {"params": network.head.parameters(), "lr": RATE_OF_HEAD},
        ]
    )
    n_steps = -(-len(texts) // BATCH_TEXTS) * EPOCHS
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1, (step + 1) / WARM_UP) * (1 - step / n_steps)
    )
    for epoch in range(EPOCHS):
        losses = [_learn(network, optimizer, schedule, *drawn) for drawn in _draw(pieces, answers, before)]
        print(f"epoch {epoch + 1} of {EPOCHS}: loss {np.mean(losses):.4f}", flush=True)
    tuned = {name: layer.detach().numpy() for name, layer in network.layers.items()}
    return {name: tuned.get(name, np.asarray(layer)) for name, layer in layers.items()}


def _vectors(network: TunableEncoder, pieces: Sequence[Sequence[int]]) -> Tensor:
    network.eval()
    with torch.no_grad():
        parts = [
            network(*_flatten(pieces[first : first + BATCH_TEXTS])) for first in range(0, len(pieces), BATCH_TEXTS)
        ]
    return torch.cat(parts)


def _flatten(texts: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    return torch.tensor([piece for text in texts for piece in text]), torch.tensor([len(text) for text in texts])


def _draw(pieces: Sequence[Sequence[int]], answers: Tensor, before: Tensor) -> Iterator[tuple[Tensor, ...]]:
    for rows in torch.randperm(len(pieces)).split(BATCH_TEXTS):
        yield *_flatten([pieces[row] for row in rows]), answers[rows], before[rows]


def _learn(
    network: TunableEncoder,
    optimizer: Any,
    schedule: Any,
    pieces: Tensor,
    lengths: Tensor,
    answers: Tensor,
    before: Tensor,
) -> float:
    known = ~answers.isnan()
    vectors = network(pieces, lengths)
    said = network.head(network.drop(vectors) * SHARPNESS)
    loss = functional.binary_cross_entropy_with_logits(said[known], answers[known])
    loss = loss + HOLD * (1 - (vectors * before).sum(dim=1)).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    schedule.step()
    return float(loss.item())
