"""`ToneClassifier`: adds up what the feature blocks say of a text.

It keeps scikit-learn's contract by its methods, not by a base class, so that scoring need not import scikit-learn.
"""

from __future__ import annotations

import inspect
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from numbers import Integral, Real
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from tonecheck.averaging import fit_average
from tonecheck.calibration import (
    UNSURE,
    Calibration,
    SlopePrior,
    choose_thresholds,
    fit_calibration,
    to_probabilities,
)
from tonecheck.corpus.checks import check_texts, check_y, label_names
from tonecheck.errors import InputError, ModelFormatError, shorten
from tonecheck.features.base import Attribution, FeatureBlock, Scorer
from tonecheck.features.base_model import BaseFeatures, BaseScorer, said_by
from tonecheck.features.batch import Batch, to_batch
from tonecheck.features.encoder import DEFAULT_ENCODER, EncoderFeatures, EncoderScorer, load_encoder
from tonecheck.features.ngrams import NgramFeatures, NgramOptions, NgramScorer
from tonecheck.fitting import (
    FEW_MESSAGES,
    Folds,
    PenalisedBlock,
    WeighedBlocks,
    fit_blocks,
    keep_vectors,
    make_divisions,
    n_divisions,
    out_of_fold,
)
from tonecheck.labels import LANGUAGES, OPERATING_POINTS
from tonecheck.language import LanguageIdentifier, load_identifier
from tonecheck.model_card import write_card
from tonecheck.persistence import find_folder, read_folder, write_folder
from tonecheck.resources import shipped_models

KIND = "tone-model"

BASE_C = 0.02
"""Inverse strength of the penalty on the weights of a base's log odds, for a label that the base does not have."""

BELIEVED = (1.0, 10.0)
DOUBTED = (0.0, 10.0)
IGNORED = (0.0, np.inf)
HEARD = (0.0, 1.0)
"""Slope that the calibration of a block is drawn to, and how strongly: see `_beliefs`.

Chosen by the AUC on other messages, after 25 to 500 of six kinds with labels near ours and far from them. What was
learned from few messages is small, and best believed as it is, until a hundred or so show how far it can be trusted:
drawn to 1 less strongly (3), it was often left out by chance. What the base says counts as far as it helps: drawn to 1,
it cost 0.05 on 25 messages of labels that it knows nothing of.
"""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a model says of a batch of texts: each array has one row a text."""

    log_odds: NDArray[np.float64]
    probabilities: NDArray[np.float64]
    language_codes: NDArray[np.int8]


class ToneClassifier:
    """A linear classifier of tone over n-grams and a sentence vector, for several labels at once.

    The estimator takes texts as they are; `tonecheck.score` and its kin reduce a mail to its sender's own words first.

    Parameters
    ----------
    character_orders, word_orders, skips, table_bits, rarity_power
        Which n-grams are counted, and how: see `tonecheck.features.ngrams.NgramOptions`.
    encoder : str or None
        Name of the sentence encoder; None for n-grams alone, a hundred times as fast.
    C, encoder_C : float
        Inverse strength of the penalty on the weights of n-grams, and of the sentence vector. Range: above 0.
    n_folds : int
        Folds of the out-of-fold decisions that calibration and thresholds are fitted on. Range: 2 and up.
    operating_point : str
        Whose thresholds `predict` applies: 'careful' or 'alert'.
    base : str or None
        Name of the shipped model to start from: what it says becomes a feature. A label of its that no message tells
        of is taken over as it is. None starts afresh.
    random_state : int
        Seed of the folds.
    n_jobs : int or None
        Processes to read and to fit in, as joblib counts them. The result is the same for any.

    Attributes
    ----------
    labels_ : tuple of str, length n_labels
        Names of the labels, in the order of columns.
    classes_ : int array of shape (n_labels, 2)
        For each label, the two answers 0 and 1.
    thresholds_ : dict of str to float array of shape (n_labels,)
        By operating point; a probability at its threshold gets the label. One's own may be set.
    calibration_ : tonecheck.calibration.Calibration
        From decision values to probabilities, by language.
    positive_share_ : float array of shape (n_labels,)
        Share of positives among the labelled messages: the base rate that probabilities assume.
    name_ : str or None
        Name of the folder that it was read from; None for one that was just fitted.
    evaluation_ : dict
        Figures that `save` writes into the folder and its card; `tonecheck.train` sets it.
    out_of_fold_ : float array of shape (n_messages, n_labels)
        Out-of-fold probabilities of the messages last fitted on; not kept in a folder, like the next.
    language_codes_ : int array of shape (n_messages,)
        Positions in `tonecheck.labels.LANGUAGES` of the languages of these messages.
    base_probabilities_ : float array of shape (n_messages, n_base_labels), or None
        What the base says of them.
    kept_ : tuple of str
        Labels taken over from the base as they are.

    Examples
    --------
    >>> texts = [f"thanks, lovely work on page {page}" for page in range(20)]
    >>> texts += [f"are you blind or just lazy, page {page}" for page in range(20)]
    >>> model = ToneClassifier(encoder=None, table_bits=12).fit(texts, [[0]] * 20 + [[1]] * 20)
    >>> (model.predict_proba(["lovely, thanks", "you lazy fool"])[:, 0] > 0.5).tolist()
    [False, True]
    """

    def __init__(
        self,
        *,
        character_orders: tuple[int, ...] = (5,),
        word_orders: tuple[int, ...] = (1, 2),
        skips: tuple[int, ...] = (1,),
        table_bits: int = 19,
        rarity_power: float = 2.5,
        encoder: str | None = DEFAULT_ENCODER,
        C: float = 8.0,
        encoder_C: float = 3.0,
        n_folds: int = 5,
        operating_point: str = "careful",
        base: str | None = None,
        random_state: int = 0,
        n_jobs: int | None = None,
    ) -> None:
        self.character_orders = character_orders
        self.word_orders = word_orders
        self.skips = skips
        self.table_bits = table_bits
        self.rarity_power = rarity_power
        self.encoder = encoder
        self.C = C
        self.encoder_C = encoder_C
        self.n_folds = n_folds
        self.operating_point = operating_point
        self.base = base
        self.random_state = random_state
        self.n_jobs = n_jobs

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        """Return the options by name, as scikit-learn asks."""
        return {name: getattr(self, name) for name in _option_names()}

    def set_params(self, **params: Any) -> Self:
        """Set options by name, as scikit-learn asks."""
        for name, value in params.items():
            if name not in _option_names():
                raise InputError(f"ToneClassifier has no option {name!r}; expected one of {', '.join(_option_names())}")
            setattr(self, name, value)
        return self

    def __repr__(self) -> str:
        defaults = {name: option.default for name, option in inspect.signature(type(self)).parameters.items()}
        changed = [f"{name}={value!r}" for name, value in self.get_params().items() if value != defaults[name]]
        return f"ToneClassifier({', '.join(changed)})"

    def __sklearn_tags__(self) -> Any:
        from sklearn.utils import ClassifierTags, InputTags, Tags, TargetTags

        return Tags(
            estimator_type="classifier",
            target_tags=TargetTags(required=True, multi_output=True, single_output=False),
            classifier_tags=ClassifierTags(multi_class=False, multi_label=True),
            input_tags=InputTags(string=True, two_d_array=False, one_d_array=True),
        )

    def __sklearn_is_fitted__(self) -> bool:
        return hasattr(self, "scorers_")

    def fit(
        self,
        X: Iterable[str],
        y: Any,
        *,
        labels: Sequence[str] | None = None,
        groups: Sequence[Any] | None = None,
        calibrate_on: Sequence[bool] | NDArray[np.bool_] | None = None,
        identifier: LanguageIdentifier | None = None,
        progress: bool = False,
    ) -> Self:
        """Learn from labelled texts.

        Parameters
        ----------
        X : iterable of str, length n_messages
            The texts, as they are.
        y : array of shape (n_messages, n_labels), or DataFrame
            1 where a message carries the label, 0 where not, -1 or NaN where that is not known. Columns of a DataFrame
            name labels.
        labels : sequence of str, length n_labels, optional
            Names of the labels. Default: the columns of `y`, else `tonecheck.LABELS` for four columns.
        groups : sequence, length n_messages, optional
            Who wrote each message: a writer's messages stay in one fold, so that calibration holds for new writers.
        calibrate_on : sequence of bool, length n_messages, optional
            Which messages are like those to be scored: calibration and thresholds are fitted on these. Default: all.
        identifier : LanguageIdentifier, optional
            Finds languages. Default: the shipped one.
        progress : bool
            Whether to show a progress bar on standard error.

        Returns
        -------
        ToneClassifier
            Itself.

        Raises
        ------
        InputError
            If a text is no text, or an option is out of its range.
        CorpusError
            If `y` does not fit, or a label that the base does not have has fewer than two messages with it or without
            it.
        """
        fit_best(
            [self],
            X,
            y,
            labels=labels,
            groups=groups,
            calibrate_on=calibrate_on,
            identifier=identifier,
            progress=progress,
        )
        return self

    def _read_lesson(
        self,
        X: Iterable[str],
        y: Any,
        labels: Sequence[str] | None,
        groups: Sequence[Any] | None,
        calibrate_on: Sequence[bool] | NDArray[np.bool_] | None,
        identifier: LanguageIdentifier | None,
    ) -> _Lesson:
        texts = check_texts(X)
        names = label_names(y, labels)
        known, learned = self._check_labels(y, len(texts), names)
        divisions = make_divisions(known[:, learned], groups, self.n_folds, self.random_state)
        typical = np.ones(len(texts), np.bool_) if calibrate_on is None else np.asarray(calibrate_on, np.bool_)
        return _Lesson(
            names, identifier or load_identifier(), to_batch(texts), known, learned, groups, divisions, typical
        )

    def _calibrate(self, lesson: _Lesson, decisions: NDArray[np.float64]) -> tuple[Calibration, NDArray[np.float64]]:
        """Return the calibration of the labels that are learned, and held-out log odds of the messages."""
        told, asked = decisions[:, lesson.learned], lesson.known[:, lesson.learned]
        codes, typical = lesson.language_codes, lesson.typical
        beliefs = self._beliefs(np.array(lesson.labels)[lesson.learned], len(told))
        carries_over = np.array([part.kind != "ngrams" for part in self._parts()])
        if beliefs:
            return fit_average(told, asked, codes, beliefs, lesson.divisions, typical, carries_over)
        calibration = fit_calibration(told[typical], asked[typical], codes[typical], carries_over=carries_over)
        return calibration, calibration.log_odds(told, codes)

    def _complete(
        self, lesson: _Lesson, weighed: WeighedBlocks, calibration: Calibration, held_out: NDArray[np.float64]
    ) -> None:
        """Set what was learned."""
        self.labels_ = lesson.labels
        self.identifier_ = lesson.identifier
        self.classes_ = _classes(len(self.labels_))
        self.language_codes_ = lesson.language_codes
        learned, typical = lesson.learned, lesson.typical
        asked = lesson.known[typical][:, learned]
        self._start_from_base(lesson.batch, len(weighed.scorers))
        self.out_of_fold_[:, learned] = to_probabilities(held_out)
        writers = None if lesson.groups is None else np.array(lesson.groups, object)[typical].tolist()
        codes = self.language_codes_[typical]
        chosen = choose_thresholds(self.out_of_fold_[typical][:, learned], asked, codes, writers)
        for point, thresholds in chosen.items():
            self.thresholds_[point][learned] = thresholds
        self.positive_share_[learned] = np.nanmean(asked, axis=0)
        self.calibration_.slope[:, learned] = calibration.slope
        self.calibration_.intercept[:, learned] = calibration.intercept
        self.calibration_.intercept[:] += (self.calibration_.slope * weighed.intercepts).sum(axis=2)
        self.kept_ = tuple(label for label, is_learned in zip(self.labels_, learned, strict=True) if not is_learned)
        self.scorers_ = weighed.scorers
        self.n_messages_ = len(lesson.batch)
        self.name_: str | None = None
        self.evaluation_: dict[str, Any] = {}

    def _check_labels(
        self, y: Any, n_messages: int, labels: Sequence[str]
    ) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        """Return labels as floats, and which of them there is enough to learn from; the base must have the others."""
        if self.base is None:
            return check_y(y, n_messages, labels), np.ones(len(labels), np.bool_)
        base_labels = load_base(self.base).labels_
        try:
            known = y.to_numpy(np.float64, na_value=np.nan) if hasattr(y, "to_numpy") else np.array(y, np.float64)
        except (TypeError, ValueError):
            return check_y(y, n_messages, labels), np.ones(len(labels), np.bool_)
        known = known.reshape(len(known), -1)
        known = np.where(known == -1, np.nan, known)
        has_enough = np.minimum((known == 1).sum(axis=0), (known == 0).sum(axis=0)) >= 2
        learned = has_enough | ~np.isin(labels, base_labels)
        if not learned.any():
            learned[:] = True
        names = [label for label, is_learned in zip(labels, learned, strict=True) if is_learned]
        known[:, learned] = check_y(known[:, learned], n_messages, names)
        known[:, ~learned] = np.nan
        return known, learned

    def _start_from_base(self, batch: Batch, n_blocks: int) -> None:
        """Set what is learned to what the base has of it, for the labels that are taken over."""
        n_labels = len(self.labels_)
        self.calibration_ = Calibration(
            np.zeros((len(LANGUAGES), n_labels, n_blocks)), np.zeros((len(LANGUAGES), n_labels))
        )
        self.out_of_fold_ = np.zeros((len(batch), n_labels))
        self.thresholds_ = {point: np.ones(n_labels) for point in OPERATING_POINTS}
        self.positive_share_ = np.zeros(n_labels)
        self.base_probabilities_: NDArray[np.float64] | None = None
        if self.base is None:
            return
        base = load_base(self.base)
        self.base_probabilities_ = to_probabilities(said_by(self.base, base, batch))
        self.calibration_.slope[:, :, -1] = 1
        for column, label in enumerate(self.labels_):
            if label in base.labels_:
                there = base.labels_.index(label)
                self.out_of_fold_[:, column] = self.base_probabilities_[:, there]
                self.positive_share_[column] = base.positive_share_[there]
                for point in OPERATING_POINTS:
                    self.thresholds_[point][column] = base.thresholds_[point][there]

    def _beliefs(self, labels: NDArray[np.str_], n_messages: int) -> list[SlopePrior]:
        """Return what slopes may be drawn to; nothing where the messages are many and there is no base.

        Of a label that the base has, it may be that the messages add nothing, little or much; of another, they are what
        there is.
        """
        n_own = 1 if self.encoder is None else 2
        if self.base is None:
            return [] if n_messages >= FEW_MESSAGES else [_to_prior([[BELIEVED] * n_own] * len(labels))]
        of_base = load_base(self.base).labels_
        return [
            _to_prior([[own if label in of_base else BELIEVED] * n_own + [HEARD] for label in labels])
            for own in (IGNORED, DOUBTED, BELIEVED)
        ]

    def _languages(self, batch: Batch) -> NDArray[np.int8]:
        return batch.once("languages", lambda: self.identifier_.identify(batch))

    def _check_options(self) -> None:
        for name in ("C", "encoder_C"):
            value = getattr(self, name)
            if not isinstance(value, Real) or not 0 < float(value) < np.inf:
                raise InputError(f"{name} must be a float in the range (0.0, inf). Got {shorten(value)} instead.")
        if not isinstance(self.n_folds, Integral) or self.n_folds < 2:
            raise InputError(f"n_folds must be an int in the range [2, inf). Got {shorten(self.n_folds)} instead.")
        check_operating_point(self.operating_point)
        if self.base is not None:
            load_base(self.base)

    def _parts(self) -> list[_Part]:
        parts = [_Part("ngrams", NgramOptions.from_plain(self.get_params()), self.C)]
        if self.encoder is not None:
            parts.append(_Part("encoder", self.encoder, self.encoder_C))
        if self.base is not None:
            parts.append(_Part("base", self.base, BASE_C))
        return parts

    def read(self, texts: Sequence[str], *, language_codes: NDArray[np.int8] | None = None) -> Reading:
        """Return decision values, probabilities and languages of texts in one pass.

        `language_codes` says what languages they are in, where that is known: positions in
        `tonecheck.labels.LANGUAGES`, shape (n_texts,).
        """
        self._check_fitted()
        batch = to_batch(texts)
        if language_codes is not None:
            batch.once("languages", lambda: language_codes)
        log_odds = self.log_odds(batch)
        return Reading(log_odds, to_probabilities(log_odds), self._languages(batch))

    def log_odds(self, batch: Batch) -> NDArray[np.float64]:
        """Return the decision value of each normalised text and label: shape (n_texts, n_labels)."""
        codes = self._languages(batch)
        decisions = np.empty((len(batch), len(self.labels_), len(self.scorers_)))
        for block, scorer in enumerate(self.scorers_):
            decisions[:, :, block] = scorer.decision(batch)
        return self.calibration_.log_odds(decisions, codes)

    def attribute(self, text: str, sentences: Sequence[str]) -> Attribution:
        """Return where the decision values of one normalised text come from: one output a label.

        What the blocks say is weighed as the calibration weighs it.
        """
        code = self._languages(Batch([text]))[0]
        base = self.calibration_.intercept[code].copy()
        characters = np.zeros((len(text), len(base)))
        shares = np.zeros((len(sentences), len(base)))
        for block, scorer in enumerate(self.scorers_):
            slope = self.calibration_.slope[code, :, block]
            part = scorer.attribute(text, sentences)
            base += part.base * slope
            characters += part.characters * slope
            shares += part.sentences * slope
        return Attribution(base, characters, shares)

    def decision_function(self, X: Iterable[str]) -> NDArray[np.float64]:
        """Return the decision value of each text and label, its log odds: shape (n_messages, n_labels).

        Direction: higher is worse; 0 is a probability of one half.
        """
        return self.read(check_texts(X)).log_odds

    def predict_proba(self, X: Iterable[str]) -> NDArray[np.float64]:
        """Return the calibrated probability of each text and label: shape (n_messages, n_labels). Range: 0 to 1."""
        return self.read(check_texts(X)).probabilities

    def predict(self, X: Iterable[str]) -> NDArray[np.int64]:
        """Return 1 where a label is at or over its threshold at `operating_point`, else 0.

        Shape (n_messages, n_labels).
        """
        probabilities = self.predict_proba(X)
        return (probabilities >= self.thresholds(self.operating_point)).astype(np.int64)

    def score(self, X: Iterable[str], y: Any) -> float:
        """Return the mean over labels of the average precision. Range: 0 to 1. Direction: 1 is best."""
        self._check_fitted()
        texts = check_texts(X)
        return _mean_average_precision(self.predict_proba(texts), check_y(y, len(texts), self.labels_))

    def thresholds(self, operating_point: str) -> NDArray[np.float64]:
        """Return the thresholds of an operating point: shape (n_labels,)."""
        self._check_fitted()
        check_operating_point(operating_point)
        return np.asarray(self.thresholds_[operating_point], np.float64)

    def _check_fitted(self) -> None:
        if not self.__sklearn_is_fitted__():
            from sklearn.exceptions import NotFittedError

            raise NotFittedError(
                "This ToneClassifier is not fitted yet; call fit, or load a model with tonecheck.load_model"
            )

    def save(
        self,
        folder: str | os.PathLike[str],
        *,
        name: str | None = None,
        overwrite: bool = False,
        notes: Mapping[str, Any] | None = None,
    ) -> None:
        """Write the model as a folder of plain data with its card, whole or not at all.

        Parameters
        ----------
        folder : path
            Where to.
        name : str, optional
            The model's name. Default: the folder's.
        overwrite : bool
            Whether a model folder that is there may be replaced.
        notes : mapping, optional
            Plain data to keep in the manifest and to show in the card, such as digests of the corpus.
        """
        self._check_fitted()
        arrays: dict[str, NDArray[Any]] = {}
        for scorer in self.scorers_:
            arrays |= scorer.to_arrays()
        manifest = {
            "kind": KIND,
            "name": name or os.path.basename(os.path.abspath(folder)),
            **_versions(),
            "labels": list(self.labels_),
            "languages": list(LANGUAGES),
            "identifier": self.identifier_.name,
            "options": self._options(),
            "calibration": {name: value.tolist() for name, value in asdict(self.calibration_).items()},
            "thresholds": {point: np.asarray(value).tolist() for point, value in self.thresholds_.items()},
            "unsure": list(UNSURE),
            "positive_share": self.positive_share_.tolist(),
            "n_messages": self.n_messages_,
            **(notes or {}),
        }
        texts = {
            "README.md": write_card(manifest, self.evaluation_),
            "evaluation.json": json.dumps(self.evaluation_, indent=1, ensure_ascii=False) + "\n",
        }
        write_folder(folder, manifest, arrays, texts, overwrite=overwrite)

    def _options(self) -> dict[str, Any]:
        """Return the options that a folder keeps: `base` only where there is one, as in folders before it existed."""
        left_out = {"n_jobs"} if self.base is not None else {"n_jobs", "base"}
        return {name: value for name, value in self.get_params().items() if name not in left_out}

    @classmethod
    def load(cls, source: str | os.PathLike[str]) -> ToneClassifier:
        """Read a model by its shipped name or from its folder; nothing in it is run.

        Raises
        ------
        ModelError
            See `tonecheck.persistence.read_folder`.
        """
        folder, digest = find_folder(source)
        manifest, arrays, _ = read_folder(folder, KIND, digest)
        try:
            return cls._from_folder(manifest, arrays)
        except (KeyError, TypeError, ValueError) as error:
            raise ModelFormatError(
                f"{folder}: manifest does not describe a tone model ({shorten(error, 120)})"
            ) from error

    @classmethod
    def _from_folder(cls, manifest: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> ToneClassifier:
        options = dict(manifest["options"])
        plain: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in options.items()
        }
        model = cls(**plain)
        model.labels_ = tuple(manifest["labels"])
        n_labels = len(model.labels_)
        model.classes_ = _classes(n_labels)
        scorers: list[Scorer] = [NgramScorer.from_arrays(options, arrays, n_labels)]
        if options["encoder"] is not None:
            scorers.append(EncoderScorer.from_arrays(load_encoder(options["encoder"]), arrays, n_labels))
        if model.base is not None:
            scorers.append(BaseScorer.from_arrays(model.base, load_base(model.base), arrays, n_labels))
        model.scorers_ = scorers
        curves = manifest["calibration"]
        model.calibration_ = Calibration(
            _numbers(curves["slope"], (len(LANGUAGES), n_labels, len(scorers))),
            _numbers(curves["intercept"], (len(LANGUAGES), n_labels)),
        )
        model.thresholds_ = {point: _numbers(manifest["thresholds"][point], (n_labels,)) for point in OPERATING_POINTS}
        model.positive_share_ = _numbers(manifest["positive_share"], (n_labels,))
        model.n_messages_ = int(manifest["n_messages"])
        model.name_ = manifest.get("name")
        model.evaluation_ = {}
        model.identifier_ = load_identifier(manifest["identifier"])
        return model


class _Lesson(NamedTuple):
    """What candidates learn from, read once for all of them."""

    labels: tuple[str, ...]
    identifier: LanguageIdentifier
    batch: Batch
    known: NDArray[np.float64]
    learned: NDArray[np.bool_]
    groups: Sequence[Any] | None
    divisions: Sequence[Folds]
    typical: NDArray[np.bool_]

    @property
    def language_codes(self) -> NDArray[np.int8]:
        return self.batch.once("languages", lambda: self.identifier.identify(self.batch))


class _Part(NamedTuple):
    """A feature block of a candidate: of what kind, made of what, and with what penalty."""

    kind: str
    of: NgramOptions | str
    C: float


def fit_best(
    candidates: Sequence[ToneClassifier],
    X: Iterable[str],
    y: Any,
    *,
    labels: Sequence[str] | None = None,
    groups: Sequence[Any] | None = None,
    calibrate_on: Sequence[bool] | NDArray[np.bool_] | None = None,
    identifier: LanguageIdentifier | None = None,
    progress: bool = False,
) -> tuple[ToneClassifier, list[float]]:
    """Fit the one of several models that ranks held-out messages best.

    Texts are read once for all of them, and a feature block that several have in common is fitted once.

    Parameters
    ----------
    candidates : sequence of ToneClassifier
        They differ in their feature blocks and penalties alone. One is fitted as it is.
    X, y, labels, groups, calibrate_on, identifier, progress
        As for `ToneClassifier.fit`.

    Returns
    -------
    best : ToneClassifier
        The first of those that rank best; the others are not fitted.
    average_precision : list of float, length n_candidates
        The mean over labels, of messages whose group a candidate was not fitted on. Range: 0 to 1. Direction: 1 is
        best. Empty for one candidate.
    """
    for model in candidates:
        model._check_options()
    plans = [model._parts() for model in candidates]
    parts = _neighbours(plans)
    first = candidates[0]
    lesson = first._read_lesson(X, y, labels, groups, calibrate_on, identifier)
    batch, n_texts, seed = lesson.batch, len(lesson.batch), first.random_state
    encoders = _encoders(parts)
    n_compared = len(candidates) if len(candidates) > 1 else 0
    n_rounds = len(encoders) + n_divisions(n_texts) + n_compared + 1
    with _progress_bar(n_texts * n_rounds, progress) as bar:
        for encoder in encoders:
            keep_vectors(batch, encoder, n_jobs=first.n_jobs, advance=bar.update)
        decisions = out_of_fold(
            lambda: _make_blocks(parts, lesson.labels),
            batch,
            lesson.known,
            lesson.divisions,
            seed=seed,
            n_jobs=first.n_jobs,
            advance=bar.update,
        )
        own = [[parts.index(part) for part in plan] for plan in plans]
        asked = lesson.known[lesson.typical][:, lesson.learned]
        calibrated, figures = [], []
        for model, columns in zip(candidates, own, strict=True):
            calibrated.append(model._calibrate(lesson, decisions[:, :, columns]))
            if n_compared:
                figures.append(_mean_average_precision(calibrated[-1][1][lesson.typical], asked))
                bar.update(n_texts)
        chosen = int(np.argmax(figures)) if figures else 0
        best = candidates[chosen]
        weighed = fit_blocks(_make_blocks(plans[chosen], lesson.labels), batch, lesson.known, seed)
        best._complete(lesson, weighed, *calibrated[chosen])
        bar.update(n_texts)
    return best, figures


def _neighbours(plans: Sequence[Sequence[_Part]]) -> list[_Part]:
    """Return each part once; those that differ in their penalty alone stand together."""
    distinct = dict.fromkeys(part for plan in plans for part in plan)
    order = list(dict.fromkeys((part.kind, part.of) for part in distinct))
    return sorted(distinct, key=lambda part: order.index((part.kind, part.of)))


def _encoders(parts: Sequence[_Part]) -> list[str]:
    """Return the names of the encoders that parts read with, each once."""
    names = [load_base(str(part.of)).encoder if part.kind == "base" else part.of for part in parts]
    return list(dict.fromkeys(name for name in names if isinstance(name, str)))


def _make_blocks(parts: Sequence[_Part], labels: Sequence[str]) -> list[PenalisedBlock]:
    made: dict[tuple[str, NgramOptions | str], FeatureBlock] = {}
    blocks = []
    for kind, of, C in parts:
        if (kind, of) not in made:
            made[kind, of] = _make_features(of, kind)
        features = made[kind, of]
        known = features.known_coef(labels) if isinstance(features, BaseFeatures) else None
        blocks.append(PenalisedBlock(features, C, known))
    return blocks


def _make_features(of: NgramOptions | str, kind: str) -> FeatureBlock:
    if isinstance(of, NgramOptions):
        return NgramFeatures(of)
    return EncoderFeatures(load_encoder(of)) if kind == "encoder" else BaseFeatures(of, load_base(of))


def _mean_average_precision(ranked: NDArray[np.float64], y: NDArray[np.float64]) -> float:
    """Return the mean over labels, each on the messages of which it is known."""
    from sklearn.metrics import average_precision_score

    known = ~np.isnan(y)
    each = [average_precision_score(y[rows, label], ranked[rows, label]) for label, rows in enumerate(known.T)]
    return float(np.mean(each))


def load_base(name: str) -> ToneClassifier:
    """Read a shipped model to start from, once; never a folder, for the name may come out of a manifest.

    Raises
    ------
    InputError
        If no shipped tone model has this name.
    """
    if name not in shipped_models():
        raise InputError(f"base: {shorten(name)}; expected None or one of {', '.join(shipped_models())}")
    return _read_base(name)


@cache
def _read_base(name: str) -> ToneClassifier:
    return ToneClassifier.load(name)


def _to_prior(draws: Sequence[Sequence[tuple[float, float]]]) -> SlopePrior:
    slope, strength = np.moveaxis(np.array(draws), 2, 0)
    return SlopePrior(slope, strength)


def _progress_bar(total: int, is_shown: bool) -> Any:
    from tqdm import tqdm

    return tqdm(total=total, disable=not is_shown, unit=" messages", desc="training")


def _option_names() -> list[str]:
    return list(inspect.signature(ToneClassifier).parameters)


def _classes(n_labels: int) -> NDArray[np.int64]:
    """Return the answers to each label, in a form that scikit-learn's scorers and `cross_val_predict` both take."""
    return np.tile([0, 1], (n_labels, 1))


def check_operating_point(operating_point: str) -> None:
    """Refuse what is no operating point.

    Raises
    ------
    InputError
        With those that there are.
    """
    if operating_point not in OPERATING_POINTS:
        expected = " or ".join(repr(point) for point in OPERATING_POINTS)
        raise InputError(f"operating_point: {shorten(operating_point)}; expected {expected}")


def _numbers(value: Any, shape: tuple[int, ...]) -> NDArray[np.float64]:
    array = np.array(value, np.float64)
    if array.shape != shape or not np.isfinite(array).all():
        raise ValueError(f"numbers of shape {array.shape}; expected finite ones of shape {shape}")
    return array


def _versions() -> dict[str, Any]:
    from importlib.metadata import version

    import sklearn

    return {
        "tonecheck": version("tonecheck"),
        "versions": {"numpy": np.__version__, "scikit-learn": sklearn.__version__},
    }
