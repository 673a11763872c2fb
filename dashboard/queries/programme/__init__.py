"""The action programme (行动计划): every number of `/projects`, `huitian show projects`, the weekly sheet and the monthly report.

projects(register, area, *, filters=Filters()) -> tuple[ProjectLine, ...]     reds first
summary(register, area, *, filters) -> Summary
overview(register, area, *, filters) -> Overview         lines, summary and week's changes in one reading: what a page takes
week_changes(register, area, *, filters, days=7) -> WeekChanges
money(register, area, *, filters) -> MoneyReport
outputs(register, area, *, filters) -> tuple[OutputLine, ...]
project(register, no) -> ProjectPage                     NotFound for one that the scope does not hold
effect(register, source, no) -> Effect
projects_at(register, cells) -> tuple[ProjectLine, ...]  cells of any resolution
weekly_sheet(register, area, *, filters, day=None) -> WeekSheet
monthly_sheet(register, area, *, filters, day=None) -> MonthSheet
"""
