"""The hotline feed (12345 诉求工单): the headers that real exports use, the texts of their codes."""

from __future__ import annotations

from etl.contracts import COORDINATE, Column, Feed

_TIME, _FLAG, _NUMBER = "time", "flag", "number"

COMPLAINTS = Feed(
    name="complaints",
    title="12345 诉求工单",
    columns=(
        Column("order_no", ("工单编号", "案件编号", "工单号", "受理编号"), is_required=True),
        Column("order_type", ("工单类型", "工单分类", "诉求类型")),
        Column("created_at", ("创建时间", "来电时间", "来电/受理时间", "受理时间", "填单时间"), _TIME, is_required=True),
        Column("dispatched_at", ("派单时间", "承办单位转派时间", "转派时间"), _TIME),
        Column("responded_at", ("响应时间", "首次联系时间", "首次响应时间"), _TIME),
        Column("deadline_at", ("截止时间", "处理时限", "到期时间", "办理时限"), _TIME),
        Column("feedback_at", ("反馈时间",), _TIME),
        Column("solved_at", ("解决时间",), _TIME),
        Column("closed_at", ("办结时间", "回复市中心时间", "结案时间"), _TIME),
        Column("dispatch_type", ("派单类型", "派发类型")),
        Column("channel", ("来电渠道", "工单来源", "诉求来源", "来源渠道", "受理渠道", "来源", "信息来源")),
        Column("title", ("标题", "问题标题", "工单标题", "诉求标题")),
        Column("content", ("主要内容", "诉求内容", "问题描述", "工单内容", "内容")),
        Column("category", ("问题分类", "诉求分类", "问题类别", "分类")),
        Column("category_1", ("一级问题分类", "一级分类", "问题一级分类")),
        Column("category_2", ("二级问题分类", "二级分类", "问题二级分类")),
        Column("category_3", ("三级问题分类", "三级分类", "问题三级分类")),
        Column("category_4", ("四级问题分类", "四级分类", "问题四级分类")),
        Column("category_5", ("五级问题分类", "五级分类", "问题五级分类")),
        Column("tags", ("标签", "工单标签", "问题标签")),
        Column("district", ("被反映区", "所属区", "行政区", "区县")),
        Column("street", ("被反映街乡镇", "被反映街道", "街乡镇", "街道", "所属街道")),
        Column("community", ("村/社区", "反应社区", "反映社区", "被反映社区", "所属社区", "社区")),
        Column("place", ("小区点位", "问题点位", "发生地址", "问题地址", "诉求地址", "事发地址", "具体地址")),
        Column("handler", ("主办单位", "承办单位", "二级承办单位简称", "受理单位", "处理科室")),
        Column("status", ("工单状态", "办理状态", "状态"), "code"),
        Column("result", ("办理结果", "处理结果", "处理情况", "回复内容")),
        Column("is_callback_valid", ("是否有效回访", "有效回访"), _FLAG),
        Column("is_contacted", ("是否联系", "是否响应"), _FLAG),
        Column("is_resolved", ("是否解决",), _FLAG),
        Column("satisfaction", ("是否满意", "满意度", "满意情况"), "code"),
        Column("repeat_count", ("年次", "月次", "处理次数", "重复次数"), _NUMBER),
        Column("lon", ("经度", "lon", "lng", "longitude", "geometry.lon"), COORDINATE),
        Column("lat", ("纬度", "lat", "latitude", "geometry.lat"), COORDINATE),
        Column("is_sample", ("是否演示", "是否演示数据"), _FLAG),
        Column("caller_phone", ("来电号码", "联系方式", "来电人电话/账号", "来电电话", "联系电话", "主叫号码"), is_personal=True),
        Column("caller_name", ("来电人", "来电人姓名", "诉求人", "姓名", "联系人"), is_personal=True),
        Column("caller_address", ("来电人地址", "联系地址"), is_personal=True),
    ),
    one_of=("title", "content", "place", "category", "category_1"),
    aliases={
        "category_text": "category",
        "district_text": "district",
        "street_text": "street",
        "community_text": "community",
        "place_text": "place",
        "caller": "caller_phone",
        "phone": "caller_phone",
    },
)
