"""Native charts of the .pptx: what a click opens and edits."""

from __future__ import annotations

from typing import Any

from pptx.chart.chart import Chart as PowerChart
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_MARKER_STYLE
from pptx.enum.dml import MSO_LINE
from pptx.slide import Slide
from pptx.util import Cm, Pt

from dashboard.brief.content import Chart
from dashboard.brief.pptx_type import chart_font, color, rgb, set_run
from dashboard.brief.series import alt_of, bar_colors, series_color

Box = tuple[float, float, float, float]         # left, top, width, height in centimetres

AXIS_PT, LABEL_PT, TITLE_PT = 12, 12, 16
MOST_ON_LINE = 8
MOST_LABELS = 16                                # values written on so many points, not more
_KINDS = {"line": XL_CHART_TYPE.LINE_MARKERS, "bar": XL_CHART_TYPE.BAR_CLUSTERED, "column": XL_CHART_TYPE.COLUMN_CLUSTERED,
          "stack": XL_CHART_TYPE.COLUMN_STACKED}  # fmt: skip


def add_chart(slide: Slide, chart: Chart, box: Box) -> None:
    """A chart of the brief with its numbers in a workbook inside."""
    data: Any = CategoryChartData(number_format=_format(chart))        # type: ignore[no-untyped-call]
    data.categories = list(chart.categories)
    for name, values in chart.series:
        data.add_series(name, values)
    left, top, width, height = (Cm(v) for v in box)
    kind = _KINDS.get(chart.kind, XL_CHART_TYPE.COLUMN_CLUSTERED)
    frame: Any = slide.shapes.add_chart(kind, left, top, width, height, data)
    frame.name = chart.title
    properties = frame._element.nvGraphicFramePr.cNvPr
    properties.set("descr", alt_of(chart))
    properties.set("title", chart.title)
    _dress(frame.chart, chart)


def _dress(made: PowerChart, chart: Chart) -> None:
    chart_font(made.font, AXIS_PT, "text-2")
    made.has_title = True
    frame = made.chart_title.text_frame
    frame.text = f"{chart.title}（{chart.unit}）"
    set_run(frame.paragraphs[0], TITLE_PT, "text", is_bold=True)
    made.has_legend = len(chart.series) > 1
    if made.legend is not None:
        made.legend.position, made.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
        chart_font(made.legend.font, AXIS_PT, "text-2")
    if chart.series:
        _axes(made, chart)
        for n, series in enumerate(made.plots[0].series):
            _series(series, chart, n)
        _labels(made, chart)


def _axes(made: PowerChart, chart: Chart) -> None:
    values, names = made.value_axis, made.category_axis
    values.minimum_scale = 0
    grid = values.major_gridlines.format.line
    grid.color.rgb, grid.width = color("line"), Pt(0.75)
    values.format.line.fill.background()
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = "#,##0", False
    names.format.line.color.rgb = color("line-2")
    names.has_major_gridlines = False
    if chart.kind == "bar":
        names.reverse_order = True
        values.visible = values.has_major_gridlines = False
    for axis in (values, names):
        chart_font(axis.tick_labels.font, AXIS_PT, "text-2")


def _series(series: Any, chart: Chart, number: int) -> None:
    tone = rgb(series_color(chart, number))
    if chart.kind != "line":
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = tone
        for n, own in enumerate(bar_colors(chart, number)):
            if own != series_color(chart, number):
                point = series.points[n].format.fill
                point.solid()
                point.fore_color.rgb = rgb(own)
        return
    line = series.format.line
    line.color.rgb, line.width = tone, Pt(3 if number == 0 else 1.75)
    series.smooth = False
    if number:
        line.dash_style = MSO_LINE.DASH
        series.marker.style = XL_MARKER_STYLE.NONE
    else:
        series.marker.style, series.marker.size = XL_MARKER_STYLE.CIRCLE, 7
        series.marker.format.fill.solid()
        series.marker.format.fill.fore_color.rgb = tone


def _labels(made: PowerChart, chart: Chart) -> None:
    """Values beside the first series, or inside a stack, where there is room for them."""
    plot = made.plots[0]
    if hasattr(plot, "gap_width"):
        plot.gap_width = 45
    if hasattr(plot, "overlap") and chart.kind in ("bar", "column"):
        plot.overlap = -5
    if chart.kind == "line" and len(chart.categories) > MOST_ON_LINE:
        _last_value(plot.series[0], chart)
        return
    points = len(chart.categories) * (len(chart.series) if chart.kind == "stack" else 1)
    if points > MOST_LABELS or (chart.kind == "column" and len(chart.series) > 1 and points > MOST_LABELS / 2):
        return
    for n, series in enumerate(plot.series):
        if chart.kind != "stack" and n:
            break
        labels = series.data_labels
        labels.show_value, labels.number_format, labels.number_format_is_linked = True, _format(chart), False
        if chart.kind == "stack":
            labels.number_format = "#,##0;;"                            # a part of nought has no room
        chart_font(labels.font, LABEL_PT, "surface" if chart.kind == "stack" else "text")
        if chart.kind in ("bar", "column"):
            labels.position = XL_LABEL_POSITION.OUTSIDE_END
        elif chart.kind == "line":
            labels.position = XL_LABEL_POSITION.ABOVE


def _last_value(series: Any, chart: Chart) -> None:
    """The newest value only, where there are too many to read."""
    values = chart.series[0][1]
    last = max((n for n, value in enumerate(values) if value is not None), default=None)
    if last is not None:
        label = series.points[last].data_label
        chart_font(label.font, LABEL_PT, "text")
        label.position = XL_LABEL_POSITION.ABOVE


def _format(chart: Chart) -> str:
    has_fractions = any(isinstance(v, float) and v != int(v) for _, values in chart.series for v in values)
    return "#,##0.0" if has_fractions else "#,##0"
