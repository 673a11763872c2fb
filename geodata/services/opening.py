"""The service the settings ask for."""

from __future__ import annotations

import httpx

from geodata.services.amap import Amap
from geodata.services.baidu import Baidu
from geodata.services.cache import AnswerCache
from geodata.services.service import Adapter, Service
from geodata.services.throttle import Throttle
from geodata.services.tianditu import Tianditu
from geodata.settings import Settings

ADAPTERS: tuple[type[Adapter], ...] = (Amap, Baidu, Tianditu)
CACHE_FILE = "services.sqlite"


def open_service(settings: Settings, transport: httpx.BaseTransport | None = None) -> Service | None:
    """The configured service with its cache under the home, None while it is off. `transport` stands in for the network in tests."""
    adapter = next((a for a in ADAPTERS if a.name == settings.service), None)
    if adapter is None:
        return None
    cache, throttle = AnswerCache(settings.home / CACHE_FILE), Throttle(settings.service_per_second)
    return Service(adapter(), settings.service_key, client=httpx.Client(transport=transport), cache=cache, throttle=throttle)
