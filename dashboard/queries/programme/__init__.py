"""The action programme (行动计划): every number of `/projects`, `huitian show projects`, the weekly sheet and the monthly report.

Each query takes a Register (who asks, of which store, when) and, but for single things, an area; all of them see the reader's scope only.
`records` what they answer · `book` the one reading of the store · `lines.projects` · `sums.summary`, `sums.outputs` ·
`changes.week_changes` · `overview.overview` all that a page needs at once · `funds.money` · `single.project` · `effects.effect` ·
`chain.projects_at` · `sheets.weekly_sheet`, `sheets.monthly_sheet`
"""
