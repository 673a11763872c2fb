"""Outside geocoding services, against answers written down in their documented forms; nothing here touches a network."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from geodata.coords import LonLat
from geodata.errors import ServiceError
from geodata.plane import distance_m
from geodata.services import Service, open_service
from geodata.services.throttle import Throttle
from geodata.settings import Settings

ANSWERS = Path(__file__).parent / "services"
NAMES = ("amap", "baidu", "tianditu")
HUILONGGUAN = LonLat(116.32976, 40.06953)
KEY = "the-key-of-the-deployer"

Handler = Callable[[httpx.Request], httpx.Response]


def opened(home: Settings, name: str, handler: Handler) -> Service:
    service = open_service(replace(home, service=name, service_key=KEY, service_per_second=50.0), httpx.MockTransport(handler))
    assert service is not None
    return service


def recorded(name: str, seen: list[httpx.Request] | None = None) -> Handler:
    def answer(request: httpx.Request) -> httpx.Response:
        if seen is not None:
            seen.append(request)
        return httpx.Response(200, content=(ANSWERS / f"{name}.json").read_bytes())

    return answer


def test_services_are_off_by_default(home: Settings) -> None:
    assert open_service(home) is None


@pytest.mark.parametrize("name", NAMES)
def test_an_answer_is_converted_to_wgs84(home: Settings, name: str) -> None:
    place = opened(home, name, recorded(f"{name}_found")).locate("示例大厦", "北京市")

    assert place is not None
    assert distance_m(LonLat(place.lon, place.lat), HUILONGGUAN) < 60
    assert place.level in ("兴趣点", "门牌")
    assert 0.5 < place.confidence <= 1.0


@pytest.mark.parametrize("name", NAMES)
def test_a_service_that_knows_no_place_gives_none(home: Settings, name: str) -> None:
    assert opened(home, name, recorded(f"{name}_none")).locate("无此地", "北京市") is None


@pytest.mark.parametrize("name", NAMES)
def test_a_refusal_is_an_error_in_chinese_that_is_not_kept(home: Settings, name: str) -> None:
    with pytest.raises(ServiceError, match="拒绝服务"):
        opened(home, name, recorded(f"{name}_refused")).locate("示例大厦", "北京市")

    assert opened(home, name, recorded(f"{name}_found")).locate("示例大厦", "北京市") is not None


@pytest.mark.parametrize("name", NAMES)
def test_a_text_is_asked_once(home: Settings, name: str) -> None:
    seen: list[httpx.Request] = []

    first = opened(home, name, recorded(f"{name}_found", seen)).locate("示例大厦", "北京市")
    again = opened(home, name, recorded(f"{name}_found", seen)).locate("示例大厦", "北京市")

    assert first == again
    assert len(seen) == 1


@pytest.mark.parametrize("name", NAMES)
def test_only_text_city_and_key_leave_the_house(home: Settings, name: str) -> None:
    seen: list[httpx.Request] = []

    opened(home, name, recorded(f"{name}_found", seen)).locate("示例大厦", "北京市")

    values = " ".join(seen[0].url.params.values())
    for word in ("示例大厦", "北京市", KEY, "JSON", "json"):
        values = values.replace(word, "")
    assert set(values) <= set('{"keyWord": "}')


def timeout(request: httpx.Request) -> httpx.Response:
    raise httpx.ReadTimeout("slow", request=request)


def away(request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError(f"no route to {request.url}", request=request)


@pytest.mark.parametrize(("handler", "says"), [
    (timeout, "5 秒内没有回答"),
    (away, "连不上"),
    (lambda _: httpx.Response(503), "状态 503"),
    (lambda _: httpx.Response(200, text="<html>"), "不是约定的格式"),
    (lambda _: httpx.Response(200, json=[1]), "不是约定的格式"),
    (lambda _: httpx.Response(200, json={"status": "1", "geocodes": [{"level": "兴趣点"}]}), "不是约定的格式"),
    (lambda _: httpx.Response(200, json={"status": "1", "geocodes": [{"formatted_address": "", "location": "a"}]}), "不是约定的格式"),
])
def test_every_fault_is_a_chinese_sentence_without_the_key(home: Settings, handler: Handler, says: str) -> None:
    with pytest.raises(ServiceError, match=says) as caught:
        opened(home, "amap", handler).locate("示例大厦", "北京市")

    assert KEY not in str(caught.value)


def test_a_level_above_the_district_is_no_place(home: Settings) -> None:
    answer = json.loads((ANSWERS / "amap_found.json").read_text(encoding="utf-8"))
    answer["geocodes"][0]["level"] = "市"

    assert opened(home, "amap", lambda _: httpx.Response(200, json=answer)).locate("北京", "北京市") is None


def test_requests_are_kept_apart_by_the_rate() -> None:
    clock, pauses = [100.0], []

    def sleep(seconds: float) -> None:
        pauses.append(round(seconds, 6))
        clock[0] += seconds

    throttle = Throttle(4.0, now=lambda: clock[0], sleep=sleep)
    for _ in range(3):
        throttle.wait()
    clock[0] += 10
    throttle.wait()

    assert pauses == [0.25, 0.25]
