"""The trained model (分类模型): character n-grams and one linear classifier, stored with the tree it was made for."""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import polars as pl
import sklearn
from numpy.typing import NDArray

from etl import texts
from etl.classify.rules import UNDECIDED, Verdict
from geodata.catalog import Catalog
from geodata.errors import FileRefused

KIND = "huitian-classify-1"
MIN_MARGIN = 0.2              # between the two likeliest classes; below it a person decides
MAX_CHARS = 600               # of a text that the model reads
BATCH_ROWS = 8_192            # rows x classes of float64 stay small

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class CategoryModel:
    """`vectoriser` and `linear` are fitted scikit-learn objects; `codes` the leaf of each class; scores / `temperature` give chances."""

    codes: tuple[str, ...]
    vectoriser: Any
    linear: Any
    temperature: float

    def probabilities(self, documents: list[str]) -> Floats:
        """Rows x classes, each row summing to 1."""
        return softmax(np.asarray(self.linear.decision_function(self.vectoriser.transform(documents))) / self.temperature)

    def decide(self, title: pl.Series, content: pl.Series) -> list[Verdict]:
        """One verdict a row; undecided where the two likeliest classes are closer than MIN_MARGIN."""
        documents = [document(t, c) for t, c in zip(title.to_list(), content.to_list(), strict=True)]
        return [v for start in range(0, len(documents), BATCH_ROWS) for v in self._batch(documents[start:start + BATCH_ROWS])]

    def _batch(self, documents: list[str]) -> list[Verdict]:
        chances = self.probabilities(documents)
        ranked = np.sort(np.partition(chances, -2, axis=1)[:, -2:], axis=1)
        winners = chances.argmax(axis=1)
        return [
            Verdict(self.codes[winner], float(first)) if first - second >= MIN_MARGIN and len(text) > 1 else UNDECIDED
            for text, winner, (second, first) in zip(documents, winners, ranked, strict=True)
        ]


def document(title: str | None, content: str | None) -> str:
    """What the model reads of a row: the title twice, then the content, cut to MAX_CHARS."""
    return f"{title or ''}\n{title or ''}\n{content or ''}".strip()[:MAX_CHARS]


def softmax(scores: Floats) -> Floats:
    """Row-wise softmax of scores (rows x classes); a single column is taken as the score of the second of two classes."""
    if scores.ndim == 1:
        scores = np.column_stack([-scores, scores])
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def save_model(path: Path, model: CategoryModel, catalog: Catalog) -> None:
    """Writes one line of JSON (kind, digest of the tree, scikit-learn version, sha256 of the rest), then the model, in one step."""
    body = io.BytesIO()
    joblib.dump({field.name: getattr(model, field.name) for field in fields(model)}, body, compress=3)
    head = {"kind": KIND, "catalog": catalog.digest, "sklearn": sklearn.__version__, "sha256": hashlib.sha256(body.getvalue()).hexdigest()}
    partial = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_bytes(json.dumps(head).encode() + b"\n" + body.getvalue())
        partial.replace(path)
    except OSError as error:
        raise FileRefused(texts.MODEL_UNWRITABLE.format(file=path, error=error)) from error


def load_model(path: Path, catalog: Catalog) -> CategoryModel:
    """The model of a file. Its body is unpickled, so load only files of your own; the head is checked before.

    Raises FileRefused when it cannot be read or is damaged, was trained for another tree or by another scikit-learn.
    """
    head, body = _split(path)
    if head.get("catalog") != catalog.digest:
        raise FileRefused(texts.MODEL_OTHER_TREE.format(file=path, found=head.get("catalog"), wanted=catalog.digest))
    if head.get("sklearn") != sklearn.__version__:
        raise FileRefused(texts.MODEL_OTHER_VERSION.format(file=path, found=head.get("sklearn"), wanted=sklearn.__version__))
    if head.get("sha256") != hashlib.sha256(body).hexdigest():
        raise FileRefused(texts.MODEL_UNREADABLE.format(file=path, error=texts.MODEL_DAMAGED))
    return CategoryModel(**joblib.load(io.BytesIO(body)))


def _split(path: Path) -> tuple[dict[str, str], bytes]:
    try:
        line, _, body = path.read_bytes().partition(b"\n")
        head = json.loads(line)
    except (OSError, ValueError) as error:
        raise FileRefused(texts.MODEL_UNREADABLE.format(file=path, error=error)) from error
    if not isinstance(head, dict) or head.get("kind") != KIND:
        raise FileRefused(texts.MODEL_UNREADABLE.format(file=path, error=texts.MODEL_OTHER_KIND))
    return head, body
