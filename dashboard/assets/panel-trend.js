/* The trend: this year over last year. The figure comes from figures/trend.py without numbers; only its arrays are filled here. */
(() => {
  'use strict';
  const huitian = window.huitian = window.huitian || {};
  const {text, span, count} = huitian.format;
  const painters = huitian.painters = huitian.painters || [];
  const LEAST_DAYS = 60, MOST_POINTS = 130, WEEK = 7, LATE = '23:00', LINES = 4;
  const {dayOf, isoOf} = huitian.cube;

  function window_(view, areas) {
    const from = Math.min(dayOf(view.from), dayOf(view.to) - LEAST_DAYS + 1);
    return {from: isoOf(Math.max(from, areas.days[0])), to: view.to};
  }

  /* days, or whole weeks counted back from the last day where days would be too many */
  function grouped(values, starts) {
    if (values.length <= MOST_POINTS) return {values: Array.from(values), starts, size: 1};
    const first = values.length % WEEK, out = {values: [], starts: [], size: WEEK};
    for (let i = first; i < values.length; i += WEEK) {
      out.values.push(values.slice(i, i + WEEK).reduce((a, b) => a + b, 0));
      out.starts.push(starts[i]);
    }
    return out;
  }

  function lines(view, areas) {
    const period = window_(view, areas), before = huitian.cube.lastYear(period), categories = view.categories;
    const at = huitian.cube.span(areas, period), now = huitian.cube.sum(areas, {...period, categories, by: 'step'});
    const shown = grouped(now, areas.starts.slice(at.lo, at.hi));
    const past = huitian.panels.reaches(areas, before) ? grouped(huitian.cube.sum(areas, {...before, categories, by: 'step'}), shown.starts).values : [];
    return {period, shown, past: past.slice(0, shown.values.length)};
  }

  /* 1, 2, 2.5 or 5 times a power of ten, never under 1 */
  function niceStep(rough) {
    const power = 10 ** Math.floor(Math.log10(Math.max(rough, 1)));
    return Math.max(1, [1, 2, 2.5, 5, 10].find(m => m * power >= rough) * power);
  }

  function filled(template, {shown, past}, isOpen, shell) {
    const figure = structuredClone(template), n = shown.values.length, solid = isOpen ? n - 1 : n;
    const put = (name, x, y) => Object.assign(figure.data.find(t => t.name === name), {x, y});
    put('past', past.length ? shown.starts.slice(0, past.length) : [], past);
    put('now', shown.starts.slice(0, solid), shown.values.slice(0, solid));
    put('open', isOpen ? shown.starts.slice(-2) : [], isOpen ? shown.values.slice(-2) : []);
    const top = Math.max(1, ...shown.values, ...past), step = niceStep(top / LINES);
    figure.layout.xaxis.visible = true;
    Object.assign(figure.layout.yaxis, {visible: true, range: [0, Math.max(top * 1.04, step)], tick0: 0, dtick: step});
    Object.assign(figure.layout.xaxis, {range: [shown.starts[0], isoOf(dayOf(shown.starts[n - 1]) + 1)].map((at, i) => i ? at : at + ' 00:00')});
    mark(figure, shell.breaks || [], shown.starts);
    return figure;
  }

  /* a line where units changed: before it the numbers are counted under the boundary chosen, not under the one of the time */
  function mark(figure, breaks, starts) {
    const style = figure.layout.meta && figure.layout.meta.mark, seen = breaks.filter(b => b.date > starts[0] && b.date <= starts[starts.length - 1]);
    if (!style || !seen.length) return;
    figure.layout.shapes = seen.map(b => ({type: 'line', xref: 'x', yref: 'paper', x0: b.date, x1: b.date, y0: 0, y1: 1, line: style.line}));
    figure.layout.annotations = seen.map(b => ({xref: 'x', yref: 'paper', x: b.date, y: 1, text: style.text, hovertext: b.text, showarrow: false, xanchor: 'right', yanchor: 'top', font: style.font}));
  }

  function scaled(figure) {
    const unit = parseFloat(getComputedStyle(document.documentElement).fontSize) / 10;
    if (unit === 1) return figure;
    const longer = dash => dash.replace(/[\d.]+px/g, px => parseFloat(px) * unit + 'px');
    for (const trace of figure.data) {
      if (trace.line) trace.line.width *= unit;
      if (trace.line && trace.line.dash) trace.line.dash = longer(trace.line.dash);
      if (trace.marker) { trace.marker.size *= unit; trace.marker.line.width *= unit; }
    }
    figure.layout.font.size *= unit;
    for (const shape of figure.layout.shapes || []) shape.line.width *= unit;
    for (const note of figure.layout.annotations || []) note.font.size *= unit;
    if (figure.layout.hoverlabel) figure.layout.hoverlabel.font.size *= unit;
    for (const side of Object.keys(figure.layout.margin)) figure.layout.margin[side] *= unit;
    return figure;
  }

  function draw({view, areas, shell}) {
    if (!shell.trend || !document.getElementById('trend')) return;
    const sub = document.querySelector('[data-part="trend-sub"]');
    if (!areas.days.length) { sub.textContent = text('no_data'); return; }
    const found = lines(view, areas), isDaily = areas.header.step === 'day' && found.shown.size === 1;
    const isOpen = found.shown.values.length > 1 && view.to === shell.as_of.slice(0, 10) && shell.as_of.slice(11, 16) < LATE;
    window.dash_clientside.set_props('trend', {figure: scaled(filled(shell.trend, found, isOpen, shell))});
    const title = document.querySelector('[data-part="trend-title"]');
    title.textContent = text(isDaily ? 'trend_days' : areas.header.step === 'month' ? 'trend_months' : 'trend_weeks');
    sub.textContent = text('trend_sub', {span: span(found.period.from, found.period.to, shell.today)}) + (found.past.length ? '' : text('trend_no_past'));
    const total = count(found.shown.values.reduce((a, b) => a + b, 0));
    document.getElementById('trend').setAttribute('aria-label', text('trend_label', {title: title.textContent, n: total}));
  }

  painters.push(draw);
})();
