"""天地图 geocoding (api.tianditu.gov.cn/geocoder); coordinates are CGCS2000, taken as WGS-84."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from geodata.services.service import RawPlace, refusal

_LEVELS = {
    "门址": "门牌", "门牌号": "门牌", "小区": "小区", "兴趣点": "兴趣点", "地名": "兴趣点", "道路": "道路",
    "村庄": "社区", "村": "社区", "社区": "社区", "乡镇": "街道", "街道": "街道", "区县": "区县", "市": "无", "省": "无",
}
_NO_RESULT = "101"


class Tianditu:
    """天地图."""

    name, title, system = "tianditu", "天地图", "cgcs2000"
    url = "https://api.tianditu.gov.cn/geocoder"

    def query(self, text: str, city: str, key: str) -> dict[str, str]:
        """Parameters of a request; the service takes no city, so the city stands before the text."""
        words = text if text.startswith(city) else city + text
        return {"ds": json.dumps({"keyWord": words}, ensure_ascii=False), "tk": key}

    def read(self, answer: Mapping[str, Any]) -> RawPlace | None:
        """The location of an answer."""
        status = str(answer["status"])
        if status == _NO_RESULT:
            return None
        if status != "0":
            raise refusal(self.title, status, answer.get("msg", ""))
        found = answer["location"]
        if not found:
            return None
        level = _LEVELS.get(str(found["level"]), "兴趣点")
        confidence = round(min(float(found["score"]), 100.0) / 100, 2)
        return RawPlace(str(found["keyWord"]), level, float(found["lon"]), float(found["lat"]), confidence)
