/* KPI tiles: value, change on the period before and on last year, sparkline, own as-of. What a tile measures is data from components/tiles.py. */
(() => {
  'use strict';
  const huitian = window.huitian = window.huitian || {};
  const {esc, text, count, rate, change} = huitian.format;
  const painters = huitian.painters = huitian.painters || [];
  const SPARK = {width: 80, height: 22, steps: 30}, LATE = '23:00';

  function spark(points) {
    const values = points.slice(-SPARK.steps).map(p => p.whole === null ? p.part : p.whole ? p.part / p.whole : null);
    const known = values.filter(v => v !== null);
    if (known.length < 3) return '';
    const low = Math.min(...known), span = Math.max(...known) - low || 1;
    const at = values.map((v, i) => v === null ? null : [i / (values.length - 1) * SPARK.width, SPARK.height - 2 - (v - low) / span * (SPARK.height - 4)]).filter(Boolean);
    const [x, y] = at[at.length - 1];
    return `<svg class="spark" viewBox="0 0 ${SPARK.width} ${SPARK.height}" preserveAspectRatio="none" aria-hidden="true"><path vector-effect="non-scaling-stroke"
      d="M${at.map(p => p.map(n => n.toFixed(1)).join(' ')).join('L')}"/><circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="2.2"/></svg>`;
  }

  function value(found, tile) {
    if (found.value === null) return `<p class="v nodata"><i class="g g-nodata"></i>${esc(text('no_data'))}</p>`;
    const shown = tile.whole ? rate(found.value) : count(found.value);
    return `<p class="v" data-value="${found.value}">${shown}<small>${esc(tile.whole ? '%' : text('unit_case'))}</small></p>`;
  }

  function comparison(tile, now, before) {
    const kind = tile.whole ? 'rate' : 'count', worse = tile.worse, side = m => m === null ? null : kind === 'rate' ? {part: m.part, whole: m.whole} : m.part;
    return change({kind, worse, now: side(now), before: side(before)});
  }

  /* earlier orders have had longer to be closed: a difference or a curve would say something false */
  const youngFooter = shell => `<div class="f"><div class="none">${esc(text('still_open'))}</div><div class="own"><span>${esc(shell.as_of_words)}</span></div></div>`;

  function footer(tile, found, shell, points, isWeek) {
    if (tile.worse === 'neither') return youngFooter(shell);
    const parts = {now: huitian.panels.measure(found.now, tile), previous: huitian.panels.measure(found.previous, tile), year: huitian.panels.measure(found.lastYear, tile)};
    return `<div class="f"><div class="cmp"><span>${esc(text(isWeek ? 'on_week' : 'on_previous'))}</span>${comparison(tile, parts.now, parts.previous)}
      <span>${esc(text('on_year'))}</span>${comparison(tile, parts.now, parts.year)}</div><div class="own">${spark(points)}<span>${esc(shell.as_of_words)}</span></div></div>`;
  }

  const staleFooter = shell => `<div class="f"><div><span class="stale-tag"><i class="g g-stale"></i>${esc(shell.stale_words)}</span></div>
    <div class="own"><span>${esc(text('as_of', {at: shell.as_of_words}))}</span></div></div>`;

  /* a tile with its own number of days (近 7 日) ends where the period ends */
  function periodOf(tile, view) {
    return tile.days ? {from: huitian.cube.isoOf(huitian.cube.dayOf(view.to) - tile.days + 1), to: view.to} : huitian.panels.period(view);
  }

  function draw({view, areas, shell}) {
    const box = huitian.panels.box('tiles');
    if (!box) return;
    const isOpenDay = view.to === shell.as_of.slice(0, 10) && shell.as_of.slice(11, 16) < LATE;
    const label = shell.periods.find(p => p.word === view.period);
    box.innerHTML = shell.tiles.map(tile => {
      const period = periodOf(tile, view), found = huitian.panels.compared(areas, period, {categories: view.categories});
      const isWeek = huitian.cube.dayOf(period.to) - huitian.cube.dayOf(period.from) === 6;
      const name = tile.days ? text('last_days', {n: tile.days}) : label ? label.name : huitian.format.span(period.from, period.to, shell.today);
      const tip = `${tile.tip}\n${text('tip_source', {at: shell.as_of_words, span: huitian.format.span(period.from, period.to, shell.today)})}${isOpenDay && !tile.whole ? '\n' + text('tip_open') : ''}`;
      return `<article class="tile ${shell.stale_words ? 'is-stale' : ''}" tabindex="0" data-tile="${tile.name}" data-tip="${esc(tip)}"><header><h3>${esc(tile.title)}</h3><span>${esc(name)}</span></header>
        ${value(huitian.panels.measure(found.now, tile), tile)}${shell.stale_words ? staleFooter(shell)
    : footer(tile, found, shell, huitian.panels.series(areas, period, tile, view.categories), isWeek)}</article>`;
    }).join('');
  }

  painters.push(draw);
})();
