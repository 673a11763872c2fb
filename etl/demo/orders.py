"""The invented orders: what, where and when drawn vector by vector, words written row by row. Columns are those of a hotline export."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

import numpy as np
import numpy.typing as npt
import polars as pl

from etl.demo import FULL_ROWS, rhythm
from etl.demo.crowd import Crowd
from etl.demo.effects import LEAST_SHARE, WATER, Orders, Told, plant, steered, told_waters
from etl.demo.truths import Truths
from etl.demo.wording import RESULTS, PlaceWriter, caller_name, content_of, title_of
from geodata.catalog import Category
from geodata.gazetteer import Place
from geodata.pack import Pack

GROWTHS_A_YEAR = (-0.16, -0.09, -0.04, 0.0, 0.05, 0.12)  # drawn for each first-level category, and again for each street
# category weights by a word in their names; the rest weigh 1
MATTERS = (
    ("停车", 3.2),
    ("物业", 2.6),
    ("噪", 2.2),
    ("供热", 2.4),
    ("排水", 1.8),
    ("积水", 1.4),
    ("道路", 1.6),
    ("环卫", 1.6),
    ("占道", 1.3),
)
WORDS = ("title", "content", "category", "district", "street", "place", "caller", "phone")
CATCH_ALL = "99"  # leaves that only say "other": people name their matter
CHANNELS = (("电话", 0.72), ("网络", 0.14), ("微信", 0.09), ("社区网直通车", 0.05))
ORDER_TYPES = (("诉求", 0.62), ("投诉", 0.17), ("求助", 0.09), ("咨询", 0.06), ("建议", 0.05), ("表扬", 0.01))
LIMIT_DAYS = (2, 7, 7, 7, 15)
UNIT_COUNT = 24

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Plan:
    """How much is made and until when."""

    as_of: datetime  # aware, Shanghai
    rows: int  # of the last 365 days; the year before adds about nine tenths of it
    seed: int = 240
    layers: float | None = None  # size of the city's layers beside them, 1 the whole demo's; 0 leaves them out, None goes by the rows

    @property
    def layer_share(self) -> float:
        """How large the layers are, 1 being the whole demo's."""
        return min(self.rows / FULL_ROWS, 1.0) if self.layers is None else self.layers

    @property
    def ends_at(self) -> datetime:
        """The moment the data ends, naive Shanghai time."""
        return self.as_of.replace(tzinfo=None, microsecond=0)


def make_orders(pack: Pack, plan: Plan) -> pl.DataFrame:
    """All orders by time: naive Shanghai datetimes and the Chinese texts of an export, one row each. Same plan, same frame.

    Columns: order_no, channel, order_type, title, content, category, district, street, place, handler, created_at, dispatched_at,
    deadline_at, closed_at, status, result, valid, contacted, resolved, satisfaction, caller, phone, month_repeat.
    """
    rng = np.random.default_rng(plan.seed)
    leaves = pack.catalog.leaves()
    truths = Truths(pack, plan.ends_at)
    is_planted = plan.layer_share >= LEAST_SHARE and truths.is_possible
    waters = told_waters(truths, plan.seed) if is_planted else ()
    category = _draw_categories(rng, pack, leaves, _total(plan))
    made = plant(category, _draw_times(rng, pack, leaves, category, plan), leaves, waters, plan.seed)
    order = np.argsort(made.created, kind="stable")
    order = order[made.created[order] <= np.datetime64(plan.ends_at, "s")]
    category, created, planted = made.category[order], made.created[order], made.planted[order]
    drawn, places = _draw_places(rng, pack, created, plan)
    if is_planted:
        is_water = np.array([leaf.code.startswith(WATER) for leaf in leaves])[category]
        drawn = steered(Orders(drawn, created, is_water), truths, plan.seed)
    told = {row: waters[mark] for row, mark in enumerate(planted.tolist()) if mark >= 0}
    words = _write_words(Random(plan.seed), pack, [leaves[i] for i in category], [places[i] for i in drawn], told)
    return _with_handling(rng, words, created, plan)


def _total(plan: Plan) -> int:
    return int(plan.rows * 2 * 0.99)


def _names(pack: Pack, leaf: Category) -> str:
    return pack.catalog.path_name(leaf.code)


def _draw_categories(rng: np.random.Generator, pack: Pack, leaves: tuple[Category, ...], count: int) -> Ints:
    weights = np.array([max((w for word, w in MATTERS if word in _names(pack, leaf)), default=1.0) for leaf in leaves])
    weights *= np.random.default_rng(7).pareto(2.2, len(leaves)) + 0.35
    weights[[leaf.code.endswith(CATCH_ALL) for leaf in leaves]] *= 0.2
    return np.asarray(rng.choice(len(leaves), count, p=weights / weights.sum()), np.int64)


def _draw_times(
    rng: np.random.Generator, pack: Pack, leaves: tuple[Category, ...], category: Ints, plan: Plan
) -> npt.NDArray[np.datetime64]:
    last = plan.as_of.date()
    days = rhythm.days_between(last - timedelta(days=730), last)
    first = np.datetime64(days[0], "s")
    seconds = np.zeros(len(category), np.int64)
    rhythms = [(rhythm.season_of(_names(pack, leaf)), _growth(leaf.code[:2])) for leaf in leaves]
    for season, growth in dict.fromkeys(rhythms):
        where = np.flatnonzero(np.isin(category, [i for i, r in enumerate(rhythms) if r == (season, growth)]))
        day = rng.choice(len(days), len(where), p=rhythm.day_weights(days, season, growth_a_year=growth))
        seconds[where] = day * 86_400 + rhythm.seconds_of_day(rng, len(where), is_night=season.is_night)
    return np.asarray(first + seconds.astype("timedelta64[s]"))


def _growth(key: str) -> float:
    return Random(key).choice(GROWTHS_A_YEAR)


def _draw_places(rng: np.random.Generator, pack: Pack, created: npt.NDArray[np.datetime64], plan: Plan) -> tuple[Ints, tuple[Place, ...]]:
    """Index of a gazetteer place for each order, and the places it points into; streets grow or shrink between the two years."""
    crowd = Crowd(pack)
    is_new = created > np.datetime64(plan.as_of.replace(tzinfo=None), "s") - np.timedelta64(365, "D")
    drawn = np.zeros(len(created), np.int64)
    for which, sign in ((is_new, 0.5), (~is_new, -0.5)):
        shifted = crowd.weights * np.array([1 + sign * _growth(p.street_code) for p in crowd.places])
        drawn[which] = rng.choice(len(crowd.places), int(which.sum()), p=shifted / shifted.sum())
    return drawn, crowd.places


def _write_words(rng: Random, pack: Pack, categories: list[Category], places: list[Place], told: dict[int, Told]) -> pl.DataFrame:
    names = {area.code: area.name for level in ("district", "street") for area in pack.areas.at(level)}
    paths = {leaf.code: _category_path(pack, leaf) for leaf in pack.catalog.leaves()}
    writer, rows = PlaceWriter(rng), []
    for number, (category, place) in enumerate(zip(categories, places, strict=True)):
        planted = told.get(number)
        if planted:
            around = (names.get(planted.place.district_code, ""), names.get(planted.place.street_code, ""))
            rows.append({**_told_row(rng, category, planted.text, around), "category": paths[category.code]})
            continue
        row = _one_row(rng, writer, category, place, (names.get(place.district_code, ""), names.get(place.street_code, "")))
        row["category"] = "" if (roll := rng.random()) < 0.05 else "其它类别" if roll < 0.07 else paths[category.code]
        rows.append(row)
    return pl.DataFrame(rows, schema=dict.fromkeys(WORDS, pl.String))


def _category_path(pack: Pack, leaf: Category) -> str:
    return "->".join((pack.catalog.get(leaf.code[:end]) or leaf).name for end in (2, 4, 6))


def _one_row(rng: Random, writer: PlaceWriter, category: Category, place: Place, names: tuple[str, str]) -> dict[str, str]:
    phone = f"199000{rng.randrange(40_000):05d}"
    if rng.random() < 0.025:  # no place at all: the city as a whole, or not ours
        text = rng.choice(("", "不详", "全市", "外省来京途中"))
        return {
            "title": _matter(category),
            "content": content_of(rng, "", category, phone),
            "place": text,
            "street": "",
            "district": rng.choice(("非辖属", "", "非辖属")),
            "caller": caller_name(rng),
            "phone": phone,
        }
    spoken = writer.write(place, *names)
    return {
        "title": title_of(spoken.text, _matter(category)),
        "content": content_of(rng, spoken.text, category, phone),
        "place": spoken.text,
        "district": names[0] if spoken.has_district else "",
        "street": names[1] if spoken.has_street else "",
        "caller": caller_name(rng),
        "phone": phone,
    }


def _told_row(rng: Random, category: Category, place_text: str, around: tuple[str, str]) -> dict[str, str]:
    """The words of a planted order: its place as plainly as can be."""
    phone = f"199000{rng.randrange(40_000):05d}"
    return {
        "title": title_of(place_text, _matter(category)),
        "content": content_of(rng, place_text, category, phone),
        "place": place_text,
        "district": around[0],
        "street": around[1],
        "caller": caller_name(rng),
        "phone": phone,
    }


def _matter(category: Category) -> str:
    return category.name.removeprefix("其他").removesuffix("诉求") if category.code.endswith(CATCH_ALL) else category.name


def _with_handling(rng: np.random.Generator, words: pl.DataFrame, created: npt.NDArray[np.datetime64], plan: Plan) -> pl.DataFrame:
    """Adds numbers, channel, unit, clocks and call-back answers as they stand at the plan's time."""
    n, as_of = len(created), np.datetime64(plan.as_of.replace(tzinfo=None), "s")
    dispatched = created + (rng.gamma(1.6, 2400, n)).astype("timedelta64[s]")
    limit = np.array(LIMIT_DAYS)[rng.integers(0, len(LIMIT_DAYS), n)]
    days = (rng.lognormal(0.55, 0.85, n) * limit / 7 * 1.35).clip(0.02, 60)
    closed = dispatched + (days * 86_400).astype("timedelta64[s]")
    is_closed, is_out = closed <= as_of, dispatched <= as_of
    valid, contacted = rng.random(n) < 0.86, rng.random(n) < 0.985
    resolved, mood = rng.random(n) < np.where(days > limit, 0.72, 0.94), rng.random(n)
    answer = np.where(mood < 0.80, "满意", np.where(mood < 0.93, "基本满意", "不满意"))
    asked = is_closed & valid

    def choice(table: tuple[tuple[str, float], ...]) -> list[str]:
        return [str(v) for v in rng.choice([k for k, _ in table], n, p=[p for _, p in table])]

    def when(values: npt.NDArray[np.datetime64], known: npt.NDArray[np.bool_]) -> pl.Series:
        return pl.Series(np.where(known, values, np.datetime64("NaT")).astype("datetime64[us]"))

    def yes(values: npt.NDArray[np.bool_], known: npt.NDArray[np.bool_]) -> pl.Series:
        return pl.Series(np.where(known, np.where(values, "是", "否"), ""), dtype=pl.String)

    status = np.where(is_closed, "已办结", np.where(is_out, "办理中", "待签收"))
    return words.with_columns(
        order_no=pl.Series(_numbers(created)),
        channel=pl.Series(choice(CHANNELS)),
        order_type=pl.Series(choice(ORDER_TYPES)),
        handler=pl.Series([f"示例单位 {i}" for i in (rng.geometric(0.14, n) - 1) % UNIT_COUNT + 1]),
        created_at=when(created, np.ones(n, bool)),
        dispatched_at=when(dispatched, is_out),
        deadline_at=when(dispatched + limit.astype("timedelta64[D]"), is_out),
        closed_at=when(closed, is_closed),
        status=pl.Series(status, dtype=pl.String),
        result=pl.Series(np.where(is_closed, rng.choice(RESULTS, n), ""), dtype=pl.String),
        valid=yes(valid, is_closed),
        contacted=yes(contacted, asked),
        resolved=yes(resolved, asked),
        satisfaction=pl.Series(np.where(asked, answer, ""), dtype=pl.String),
        month_repeat=pl.Series(np.where(rng.random(n) < 0.12, rng.integers(2, 5, n), 1)),
    )


def _numbers(created: npt.NDArray[np.datetime64]) -> list[str]:
    """Order numbers as the hotline writes them: date and a running number of the day, text."""
    days = created.astype("datetime64[D]")
    starts = np.r_[0, np.flatnonzero(days[1:] != days[:-1]) + 1] if len(days) else np.empty(0, int)
    running = np.arange(len(days)) - np.repeat(starts, np.diff(np.r_[starts, len(days)])) + 1
    return [f"YS{str(day).replace('-', '')}{number:05d}" for day, number in zip(days.tolist(), running.tolist(), strict=True)]
