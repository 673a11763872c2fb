"""The key of one-time codes as people take it over: a QR picture and groups of four letters."""

from __future__ import annotations

from dataclasses import dataclass

import segno

from dashboard import texts
from dashboard.access.sessions import SignedIn
from dashboard.desk import Desk


@dataclass(frozen=True)
class KeyCard:
    """`picture` is a data address, `words` the key in groups, `steps` what to do with them."""

    picture: str
    words: str
    steps: tuple[str, ...] = texts.DOOR_CODE_STEPS


def key_card(desk: Desk, signed: SignedIn) -> KeyCard:
    """The key offered to this sign-in. Raises RightsError where one is set up already."""
    offered = desk.access.factor.begin(signed, desk.pack.config.title)
    groups = [offered.key[i : i + 4] for i in range(0, len(offered.key), 4)]
    picture = segno.make(offered.uri, error="l").svg_data_uri(scale=4, border=2, dark="#000", light="#fff")
    return KeyCard(picture, " ".join(groups))
