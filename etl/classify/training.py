"""Training the category model from labelled rows of a file (`huitian classify train`)."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

import numpy as np
import polars as pl
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import SGDClassifier

from etl import texts
from etl.classify.model import MIN_MARGIN, CategoryModel, document, save_model, softmax
from etl.feeds import FEEDS
from etl.privacy import mask_series
from etl.readers import open_table
from etl.readers.header import plain
from geodata.catalog import Catalog
from geodata.errors import FileRefused

HELD_OUT_SHARE = 0.2
MIN_CLASS_ROWS = 3
MAX_CLASS_ROWS = 600          # more rows of a frequent class only cost time
MAX_FEATURES = 40_000         # of the n-grams of 1 to 3 characters
MIN_NGRAM_ROWS = 2
SEED = 20_19
TEMPERATURES = (0.25, 0.35, 0.5, 0.7, 1.0, 1.4, 2.0, 3.0, 4.0)

# columns a labelled file may have beside those of the hotline feed
EXTRA_HEADERS = {
    "title": ("留言主题", "title"), "content": ("投诉件内容", "留言详情", "content"),
    "category": ("分类编码", "类别编码", "类别", "category_code", "category", "category_text"),
}
TEXTS, LEVELS = ("title", "content"), tuple(f"category_{n}" for n in range(1, 6))


@dataclass(frozen=True)
class TrainReport:
    """What came of a training: `accuracy` counts all held-out rows, `decided_accuracy` only those above the margin (`decided_share`)."""

    file: str
    model: str
    rows: int
    used: int
    classes: int
    held_out: int
    accuracy: float
    decided_share: float
    decided_accuracy: float
    seconds: float
    skipped: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class _Labelled:
    documents: list[str]
    codes: list[str]
    read: int
    skipped: Counter[str]


def train(rows_file: Path, out: Path, catalog: Catalog) -> TrainReport:
    """Trains on a fifth less than all rows to measure, then on all of them, and writes the model.

    The file needs title or content and a category (path, code, or 一级…五级分类); texts are masked before anything is learnt.
    Raises FileRefused when columns are missing or fewer than two classes have enough rows.
    """
    started = perf_counter()
    labelled = _read(rows_file, catalog)
    documents, codes, skipped = _enough(labelled)
    if len(set(codes)) < 2:
        raise FileRefused(texts.TRAIN_TOO_FEW.format(file=rows_file.name, rows=labelled.read, used=len(codes), least=MIN_CLASS_ROWS))
    learn, held = _split(codes)
    trial = _fit([documents[i] for i in learn], [codes[i] for i in learn])
    trial = _tempered(trial, [documents[i] for i in held], [codes[i] for i in held])
    accuracy, decided_share, decided_accuracy = _measured(trial, [documents[i] for i in held], [codes[i] for i in held])
    model = _fit(documents, codes, temperature=trial.temperature)
    save_model(out, model, catalog)
    return TrainReport(
        rows_file.name, str(out), labelled.read, len(codes), len(model.codes), len(held), accuracy, decided_share, decided_accuracy,
        round(perf_counter() - started, 1), dict(skipped),
    )


def _read(path: Path, catalog: Catalog) -> _Labelled:
    headers = {name: _headers(name) for name in (*TEXTS, "category", *LEVELS)}
    table = open_table(path, frozenset(h for names in headers.values() for h in names))
    where = _columns([plain(h) for h in table.head.headers], headers)
    if not (set(TEXTS) & set(where)) or not (set(where) - set(TEXTS)):
        raise FileRefused(texts.TRAIN_COLUMNS.format(file=path.name, found="、".join(table.head.headers)))
    documents: list[str] = []
    codes: list[str] = []
    skipped: Counter[str] = Counter()
    read = 0
    for chunk in table.chunks():
        read += chunk.rows.height + len(chunk.bad)
        skipped["bad"] += len(chunk.bad)
        _gather(chunk.rows, where, catalog, (documents, codes, skipped))
    return _Labelled(documents, codes, read, +skipped)


def _headers(name: str) -> tuple[str, ...]:
    column = FEEDS["complaints"].column(name)
    return tuple(plain(h) for h in (*(column.headers if column else ()), *EXTRA_HEADERS.get(name, ())))


def _columns(found: Sequence[str], headers: dict[str, tuple[str, ...]]) -> dict[str, str]:
    """Canonical name -> column of the chunk frames, the likeliest header first."""
    hits = {name: next((h for h in known if h in found), None) for name, known in headers.items()}
    return {name: f"c{found.index(header)}" for name, header in hits.items() if header is not None}


def _gather(rows: pl.DataFrame, where: dict[str, str], catalog: Catalog, into: tuple[list[str], list[str], Counter[str]]) -> None:
    documents, codes, skipped = into
    masked = {n: mask_series(rows[where[n]].fill_null(""))[0].to_list() if n in where else [""] * rows.height for n in TEXTS}
    labels = _label_texts(rows, where)
    known = {label: catalog.by_path(label) for label in set(labels)}
    for title, content, label in zip(masked["title"], masked["content"], labels, strict=True):
        text, code = document(title, content), known[label]
        reason = "blank" if not text else "unlabelled" if not label else "unknown" if code is None else "coarse" if len(code) < 6 else ""
        if reason or code is None:
            skipped[reason] += 1
        else:
            documents.append(text)
            codes.append(code)


def _label_texts(rows: pl.DataFrame, where: dict[str, str]) -> list[str]:
    """Path or code of each row: the category column, else the levels joined."""
    levels = [pl.col(where[name]).replace("", None) for name in LEVELS if name in where]
    path = pl.concat_str(levels, separator="->", ignore_nulls=True) if levels else pl.lit("")
    given = pl.col(where["category"]).replace("", None) if "category" in where else pl.lit(None, pl.String)
    return rows.select(pl.coalesce(given, path, pl.lit("")).str.strip_chars().alias("label"))["label"].to_list()


def _enough(labelled: _Labelled) -> tuple[list[str], list[str], Counter[str]]:
    """Rows of classes with enough of them, frequent classes cut to MAX_CLASS_ROWS spread over the file."""
    counts, skipped = Counter(labelled.codes), Counter(labelled.skipped)
    order = np.random.default_rng(SEED).permutation(len(labelled.codes)).tolist()
    taken: Counter[str] = Counter()
    kept = []
    for i in order:
        code = labelled.codes[i]
        reason = "rare" if counts[code] < MIN_CLASS_ROWS else "surplus" if taken[code] >= MAX_CLASS_ROWS else ""
        if reason:
            skipped[reason] += 1
        else:
            taken[code] += 1
            kept.append(i)
    return [labelled.documents[i] for i in kept], [labelled.codes[i] for i in kept], skipped


def _split(codes: Sequence[str]) -> tuple[list[int], list[int]]:
    """Indices to learn from and to hold out: of each class a fifth, at least one row."""
    learn: list[int] = []
    held: list[int] = []
    counts, seen = Counter(codes), Counter[str]()
    for i, code in enumerate(codes):
        is_held = seen[code] < max(1, round(counts[code] * HELD_OUT_SHARE))
        (held if is_held else learn).append(i)
        seen[code] += 1
    return learn, held


def _fit(documents: list[str], codes: list[str], *, temperature: float = 1.0) -> CategoryModel:
    vectoriser = TfidfVectorizer(
        analyzer="char", ngram_range=(1, 3), min_df=MIN_NGRAM_ROWS, max_features=MAX_FEATURES, sublinear_tf=True, dtype=np.float32,
    )
    linear = SGDClassifier(loss="log_loss", alpha=2e-5, max_iter=20, tol=1e-3, random_state=SEED)
    features = vectoriser.fit_transform(documents)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)      # 20 rounds are enough; the held-out rows say how good it is
        linear.fit(features, codes)
    linear.coef_ = linear.coef_.astype(np.float32)
    return CategoryModel(tuple(str(c) for c in linear.classes_), vectoriser, linear, temperature)


def _tempered(model: CategoryModel, documents: list[str], codes: list[str]) -> CategoryModel:
    """The model with the temperature under which held-out rows are least surprising, so that its chances mean something."""
    scores = np.asarray(model.linear.decision_function(model.vectoriser.transform(documents)))
    truth = np.array([model.codes.index(code) for code in codes])

    def surprise(temperature: float) -> float:
        return float(-np.log(softmax(scores / temperature)[np.arange(len(truth)), truth] + 1e-12).mean())

    return CategoryModel(model.codes, model.vectoriser, model.linear, min(TEMPERATURES, key=surprise))


def _measured(model: CategoryModel, documents: list[str], codes: list[str]) -> tuple[float, float, float]:
    """Accuracy over all, share above the margin, accuracy among those."""
    chances = model.probabilities(documents)
    ranked = np.sort(chances, axis=1)
    right = np.array([model.codes[i] for i in chances.argmax(axis=1)]) == np.array(codes)
    decided = ranked[:, -1] - ranked[:, -2] >= MIN_MARGIN
    decided_accuracy = float(right[decided].mean()) if decided.any() else 0.0
    return round(float(right.mean()), 4), round(float(decided.mean()), 4), round(decided_accuracy, 4)
