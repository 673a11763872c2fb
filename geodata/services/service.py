"""What every geocoding service is asked and answers; requests are cached, spaced and timed out in one place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import httpx

from geodata import texts
from geodata.coords import LonLat, to_wgs84
from geodata.errors import ServiceError
from geodata.geocoder.located import RADIUS_M
from geodata.services.cache import AnswerCache
from geodata.services.throttle import Throttle

TIMEOUT_S = 5.0


@dataclass(frozen=True, slots=True)
class ServicePlace:
    """A service's answer. `lon`/`lat` are WGS-84 degrees whatever the service uses; `level` is one of the geocoder's place levels."""

    name: str
    level: str
    lon: float
    lat: float
    radius_m: int | None
    confidence: float


@dataclass(frozen=True, slots=True)
class RawPlace:
    """A service's answer in its own coordinate system."""

    name: str
    level: str
    lon: float
    lat: float
    confidence: float


class Adapter(Protocol):
    """How one service is asked and read. `system` names its coordinates, `title` is its Chinese name."""

    name: str
    title: str
    system: str
    url: str

    def query(self, text: str, city: str, key: str) -> dict[str, str]:
        """Query parameters of a request."""

    def read(self, answer: Mapping[str, Any]) -> RawPlace | None:
        """The place of an answer, None where the service knows none. Raises ServiceError for a refusal; KeyError, TypeError or ValueError
        for an answer that is not in the service's form."""


class Service:
    """Asks one service. What leaves the house is the text given and the city's name, nothing else of the row."""

    def __init__(self, adapter: Adapter, key: str, *, client: httpx.Client, cache: AnswerCache, throttle: Throttle) -> None:
        self._adapter, self._key = adapter, key
        self._client, self._cache, self._throttle = client, cache, throttle

    def locate(self, text: str, city: str) -> ServicePlace | None:
        """The service's place for a text in a city, converted to WGS-84; None where it finds none. Raises ServiceError."""
        answer = self._cache.get(self._adapter.name, city, text)
        if answer is None:
            answer = self._fetch(text, city)
            raw = self._read(answer)
            self._cache.put(self._adapter.name, city, text, answer)     # refusals are not kept
        else:
            raw = self._read(answer)
        return None if raw is None else self._converted(raw)

    def _fetch(self, text: str, city: str) -> Mapping[str, Any]:
        title = self._adapter.title
        self._throttle.wait()
        try:
            response = self._client.get(self._adapter.url, params=self._adapter.query(text, city, self._key), timeout=TIMEOUT_S)
        except httpx.TimeoutException as error:
            raise ServiceError(texts.SERVICE_TIMEOUT.format(title=title, seconds=TIMEOUT_S)) from error
        except httpx.HTTPError as error:
            raise ServiceError(texts.SERVICE_AWAY.format(title=title, error=type(error).__name__)) from error
        if response.status_code != httpx.codes.OK:
            raise ServiceError(texts.SERVICE_STATUS.format(title=title, status=response.status_code))
        try:
            answer = response.json()
        except ValueError as error:
            raise ServiceError(texts.SERVICE_UNREADABLE.format(title=title)) from error
        if not isinstance(answer, dict):
            raise ServiceError(texts.SERVICE_UNREADABLE.format(title=title))
        return answer

    def _read(self, answer: Mapping[str, Any]) -> RawPlace | None:
        try:
            return self._adapter.read(answer)
        except (KeyError, TypeError, ValueError, IndexError) as error:
            raise ServiceError(texts.SERVICE_UNREADABLE.format(title=self._adapter.title)) from error

    def _converted(self, raw: RawPlace) -> ServicePlace | None:
        lon, lat = to_wgs84(raw.lon, raw.lat, self._adapter.system)
        point = LonLat(round(float(lon), 6), round(float(lat), 6))
        return ServicePlace(raw.name, raw.level, *point, RADIUS_M[raw.level], raw.confidence) if raw.level != "无" else None


def refusal(title: str, code: object, reason: object) -> ServiceError:
    """The error for a service that answers but refuses (key, quota)."""
    return ServiceError(texts.SERVICE_REFUSED.format(title=title, code=code, reason=reason))
