/* What all panels share: their boxes, and the sums of the areas cube they show.

   huitian.panels.box(name)                         the element a panel draws into, or null when the page has none
   huitian.panels.totals(cube, period, {categories, key})   {count, unplaced, closed, valid, contacted, resolved, satisfied, fairly}
   huitian.panels.compared(cube, period, options)   {now, previous, lastYear}; an earlier one is null where the cube does not reach back
   huitian.panels.measure(totals, figure)           {part, whole, value}; figure = {part: {column: weight}, whole: column | null} from components/tiles.py
   huitian.panels.emptied(box, cube)                whether the cube holds no day at all; then the box says 无数据
   huitian.panels.series(cube, period, figure, categories)  [{part, whole}] a step */
(() => {
  'use strict';
  const huitian = window.huitian = window.huitian || {};
  const COLUMNS = ['count', 'unplaced', 'closed', 'valid', 'contacted', 'resolved', 'satisfied', 'fairly'];

  const box = name => document.querySelector(`[data-panel="${name}"]`);

  function totals(cube, period, {categories = null, key = null} = {}) {
    const found = {isEmpty: !cube.days.length};
    for (const measure of COLUMNS) found[measure] = huitian.cube.sum(cube, {...period, categories, key, measure});
    return found;
  }

  const reaches = (cube, period) => huitian.cube.span(cube, period).isCovered;

  function compared(cube, period, options) {
    const earlier = p => reaches(cube, p) ? totals(cube, p, options) : null;
    return {now: totals(cube, period, options), previous: earlier(huitian.cube.previous(period)), lastYear: earlier(huitian.cube.lastYear(period))};
  }

  const weighed = (of, parts) => Object.entries(parts).reduce((sum, [column, weight]) => sum + weight * of(column), 0);

  function measure(found, figure) {
    if (!found) return null;
    const part = weighed(c => found[c], figure.part), whole = figure.whole ? found[figure.whole] : null;
    return {part, whole, value: whole === null ? found.isEmpty ? null : part : whole ? part / whole : null};
  }

  function series(cube, period, figure, categories) {
    const column = c => huitian.cube.sum(cube, {...period, categories, by: 'step', measure: c});
    const parts = Object.keys(figure.part).map(c => [column(c), figure.part[c]]), whole = figure.whole ? column(figure.whole) : null;
    return Array.from(parts[0][0], (_, i) => ({part: parts.reduce((s, [a, w]) => s + a[i] * w, 0), whole: whole ? whole[i] : null}));
  }

  function emptied(box, cube) {
    if (cube.days.length) return false;
    box.innerHTML = `<p class="failed"><i class="g g-nodata"></i>${huitian.format.esc(huitian.format.text('no_data'))}</p>`;
    return true;
  }

  const period = state => ({from: state.from, to: state.to});

  huitian.panels = {box, totals, compared, measure, series, reaches, emptied, period};
})();
