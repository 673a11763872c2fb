"""高德地图 geocoding, web service API v3 (restapi.amap.com/v3/geocode/geo); coordinates are GCJ-02."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from geodata.services.service import RawPlace, refusal

_LEVELS = {
    "门牌号": "门牌", "单元号": "门牌", "楼栋号": "楼栋", "兴趣点": "兴趣点", "公交站台、地铁站": "兴趣点", "公交地铁站点": "兴趣点",
    "热点商圈": "社区", "住宅区": "小区", "道路交叉路口": "路口", "道路": "道路", "村庄": "社区",
    "乡镇": "街道", "开发区": "街道", "区县": "区县",
}
_CONFIDENCE = {"门牌": 0.9, "楼栋": 0.9, "兴趣点": 0.85, "小区": 0.85, "路口": 0.8, "社区": 0.7, "道路": 0.6, "街道": 0.5, "区县": 0.2}


class Amap:
    """高德."""

    name, title, system = "amap", "高德", "gcj02"
    url = "https://restapi.amap.com/v3/geocode/geo"

    def query(self, text: str, city: str, key: str) -> dict[str, str]:
        """Parameters of a request."""
        return {"address": text, "city": city, "output": "JSON", "key": key}

    def read(self, answer: Mapping[str, Any]) -> RawPlace | None:
        """The first geocode of an answer."""
        if str(answer["status"]) != "1":
            raise refusal(self.title, answer.get("infocode", ""), answer.get("info", ""))
        if not answer["geocodes"]:
            return None
        found = answer["geocodes"][0]
        lon, lat = map(float, found["location"].split(","))
        level = _LEVELS.get(str(found["level"]), "无")
        return RawPlace(str(found["formatted_address"]), level, lon, lat, _CONFIDENCE.get(level, 0.0))
