"""百度地图 geocoding, web service API v3 (api.map.baidu.com/geocoding/v3); coordinates are BD-09."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from geodata.services.service import RawPlace, refusal

_LEVELS = {
    "门址": "门牌", "道路门址": "门牌", "地产小区": "小区", "小区": "小区", "房地产": "小区", "交叉路口": "路口", "道路": "道路",
    "村庄": "社区", "商圈": "社区", "乡镇": "街道", "区县": "区县", "城市": "无", "省": "无", "国家": "无", "UNKNOWN": "无",
}
_NO_RESULT = (1,)     # "Internal Service Error:无相关结果"


class Baidu:
    """百度."""

    name, title, system = "baidu", "百度", "bd09"
    url = "https://api.map.baidu.com/geocoding/v3/"

    def query(self, text: str, city: str, key: str) -> dict[str, str]:
        """Parameters of a request."""
        return {"address": text, "city": city, "output": "json", "ak": key}

    def read(self, answer: Mapping[str, Any]) -> RawPlace | None:
        """The result of an answer; any level not in the table is a kind of point of interest."""
        status = int(answer["status"])
        if status in _NO_RESULT and "无相关结果" in str(answer.get("msg", answer.get("message", ""))):
            return None
        if status != 0:
            raise refusal(self.title, status, answer.get("message", answer.get("msg", "")))
        result = answer["result"]
        if not result:
            return None
        level = _LEVELS.get(str(result["level"]), "兴趣点")
        spot = result["location"]
        return RawPlace(str(result["level"]), level, float(spot["lng"]), float(spot["lat"]), round(float(result["confidence"]) / 100, 2))
