"""The spaCy component: ``nlp.add_pipe("tonecheck")``.

It scores each text and fills ``doc.cats`` with its probabilities and ``doc._.tone`` with its `tonecheck.ToneScore`.
spaCy finds it through the entry point ``spacy_factories``; nothing of ours need be imported,
and it needs no other component.
"""

# No postponed annotations here: spaCy before 3.8.13 reads those of a factory as they stand.
import shutil
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import Any, Self

from spacy.language import Language
from spacy.tokens import Doc

from tonecheck import api
from tonecheck.classifier import ToneClassifier, check_operating_point
from tonecheck.persistence import find_folder
from tonecheck.records import ToneScore
from tonecheck.resources import SHIPPED

NAME = "tonecheck"
MODEL_FOLDER = "model"

_KEPT = "tonecheck"  # plain data, which goes with a Doc between processes and to disk


@Language.factory(
    NAME, default_config={"model": None, "operating_point": "careful"}, assigns=["doc.cats", "doc._.tone"]
)
def create_component(nlp: Language, name: str, model: str | None, operating_point: str) -> "ToneComponent":
    """Make the component, as spaCy asks.

    Parameters
    ----------
    nlp : Language
        The pipeline.
    name : str
        The component's name in it.
    model : str, optional
        A shipped model's name or a model folder. Default: the default model.
    operating_point : str
        'careful' or 'alert'.
    """
    return ToneComponent(model, operating_point)


class ToneComponent:
    """Scores the texts of a pipeline.

    Parameters
    ----------
    model : str or None
        As for `tonecheck.score`.
    operating_point : str
        'careful' or 'alert'.
    """

    def __init__(self, model: str | None, operating_point: str) -> None:
        check_operating_point(operating_point)
        self.source = model
        self.operating_point = operating_point

    @cached_property
    def tone_model(self) -> ToneClassifier:
        """The model, read when it is first needed: after `from_disk`, which may know a better place for it.

        spaCy asks each component for a ``model`` before that, as it links those that listen to each other.
        """
        return api.load_model(self.source)

    def __call__(self, doc: Doc) -> Doc:
        """Score one text."""
        return _fill(doc, api.score(doc.text, model=self.tone_model, operating_point=self.operating_point))

    def pipe(self, stream: Iterable[Doc], batch_size: int = 1000) -> Iterator[Doc]:
        """Score texts in batches."""
        waiting = iter(stream)
        while docs := list(islice(waiting, batch_size)):
            texts = [doc.text for doc in docs]
            tones = api.score_batch(texts, model=self.tone_model, operating_point=self.operating_point)
            yield from map(_fill, docs, tones)

    def to_disk(self, path: str | Path, exclude: Iterable[str] = ()) -> None:
        """Keep a model of one's own with the pipeline; a shipped one is named in the pipeline's config."""
        kept = Path(path) / MODEL_FOLDER
        own = None if self.source is None or self.source in SHIPPED else find_folder(self.source)[0]
        if own is not None and kept.is_dir() and own.samefile(kept):
            return
        shutil.rmtree(kept, ignore_errors=True)  # of a pipeline that was kept here before
        if own is not None:
            shutil.copytree(own, kept)

    def from_disk(self, path: str | Path, exclude: Iterable[str] = ()) -> Self:
        """Read the model that was kept with the pipeline."""
        folder = Path(path) / MODEL_FOLDER
        if folder.is_dir():
            self.source = str(folder)
        self.__dict__.pop("tone_model", None)  # read again when it is next needed
        return self


def _fill(doc: Doc, tone: ToneScore) -> Doc:
    doc.cats.update(tone.probability)
    doc.user_data[_KEPT] = {
        "probability": dict(tone.probability),
        "labels": sorted(tone.labels),
        "unsure": sorted(tone.unsure),
        "language": tone.language,
        "flags": sorted(tone.flags),
    }
    return doc


def _tone_of(doc: Doc) -> ToneScore | None:
    kept: dict[str, Any] | None = doc.user_data.get(_KEPT)
    if kept is None:
        return None
    return ToneScore(
        MappingProxyType(kept["probability"]),
        frozenset(kept["labels"]),
        frozenset(kept["unsure"]),
        kept["language"],
        frozenset(kept["flags"]),
    )


Doc.set_extension("tone", getter=_tone_of, force=True)
