"""Columns that many feeds have, by the headers that districts and bureaus write over them."""

from __future__ import annotations

from etl.contracts import COORDINATE, Column

AREAS = (
    Column("district", ("所在区", "行政区", "所属区")),
    Column("street", ("所在街道", "所属街道", "街道", "街乡镇")),
    Column("community", ("所在社区", "所属社区", "社区")),
)
POINT = (
    Column("lon", ("经度", "lon", "lng", "longitude", "geometry.lon"), COORDINATE),
    Column("lat", ("纬度", "lat", "latitude", "geometry.lat"), COORDINATE),
)
OBSERVED_AT = Column("at", ("时间", "观测时间", "监测时间", "采集时间", "上报时间"), "time", is_required=True)
IS_SAMPLE = Column("is_sample", ("是否演示数据", "是否演示"), "flag")
