"""Offences against street order (街面秩序): what cameras, patrols and complaints reported of parking, street vending and piles of bikes."""

from __future__ import annotations

from etl.contracts import Column
from etl.records import CODE, KEY, RecordFeed
from etl.records.columns import AREAS, IS_SAMPLE, POINT
from etl.streets import KINDS, SOURCES, refine_violations

VIOLATIONS = RecordFeed(
    name="violations",
    title="街面秩序违规",
    columns=(
        Column("violation_no", ("编号", "违规编号", "违停编号", "事件编号", "案件编号", "告警编号", "案件号"), KEY, is_required=True),
        Column("kind", ("类型", "违规类型", "事件类型", "案件类型", "违法类型", "问题类型"), CODE, is_required=True, codes=KINDS),
        Column("source", ("来源", "事件来源", "案件来源", "信息来源", "发现方式"), CODE, codes=SOURCES),
        Column("camera_no", ("摄像头编号", "设备编号", "摄像机编号", "相机编号", "探头编号"), limit=32),
        Column("at", ("时间", "发生时间", "发现时间", "抓拍时间", "告警时间", "违法时间", "上报时间"), "time", is_required=True),
        Column("road", ("路段", "路段名称", "所在路段", "道路", "所在道路", "道路名称"), limit=64),
        Column("place", ("地点", "发生地点", "具体位置", "位置", "位置描述", "地址", "详细地址", "违法地点")),
        *AREAS,
        Column("is_false_alarm", ("是否误报", "误报", "是否误判"), "flag"),
        Column("order_no", ("关联工单", "工单编号", "关联工单号", "工单号"), KEY),
        *POINT,
        IS_SAMPLE,
        Column("plate", ("车牌", "车牌号", "车牌号码", "号牌", "号牌号码", "车号", "车辆号牌", "plate"), is_personal=True),
        Column("person", ("当事人", "车主", "驾驶人", "姓名", "当事人姓名", "经营者", "上报人", "发现人", "执法人员"), is_personal=True),
        Column("phone", ("联系电话", "手机号", "电话", "联系方式"), is_personal=True),
        Column("picture", ("抓拍图片", "图片", "照片", "图片地址", "证据图片"), is_personal=True),
    ),
    key=("violation_no",),
    places=("place", "road"),
    newest="at",
    refine=refine_violations,
)
