"""How many complaint texts a second one core places and sorts."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import datetime

from etl.classify import Classifier
from etl.demo.orders import Plan, make_orders
from geodata import clock
from geodata.geocoder import Geocoder
from geodata.pack import load_pack

AS_OF = clock.local(datetime(2026, 7, 16, 14, 30))
LONG = 400


def run(*, short_count: int) -> None:
    """Prints texts/s for short place texts and for texts of 400 characters, all distinct, and for sorting whole complaints."""
    pack = load_pack("huitian")
    orders = make_orders(pack, Plan(AS_OF, max(short_count // 2, 500)))
    short = [f"{text}{i}" for i, text in enumerate(orders["content"].str.slice(0, 40).head(short_count).to_list())]
    long = [(text * (LONG // max(len(text), 1) + 1))[:LONG] for text in short[: max(short_count // 10, 100)]]
    geocoder = Geocoder(pack)
    geocoder.locate_many(short[:200], [""] * 200, [""] * 200)
    for name, batch in (("short texts", short), ("400 characters", long)):
        print(f"locate     {_rate(geocoder, batch):>10,.0f} texts/s, one core, {len(batch):,} distinct {name}")
    texts = orders.head(short_count).select("title", "content", category_text="title")
    classifier = Classifier(pack.catalog)
    start = time.perf_counter()
    classifier.classify(texts)
    print(f"classify   {texts.height / (time.perf_counter() - start):>10,.0f} texts/s, {texts.height:,} titles with their contents")


def _rate(geocoder: Geocoder, batch: Sequence[str]) -> float:
    blank = [""] * len(batch)
    start = time.perf_counter()
    geocoder.locate_many(list(batch), blank, blank)
    return len(batch) / (time.perf_counter() - start)
