/* Bars of the categories with last year's as a tick. A click keeps only that category, a second one brings all back. */
(() => {
  'use strict';
  const huitian = window.huitian = window.huitian || {};
  const {esc, text, count, change} = huitian.format;
  const painters = huitian.painters = huitian.painters || [];
  const SHOWN = 7;

  function rows({view, areas}) {
    const period = huitian.panels.period(view), before = huitian.cube.lastYear(period);
    const now = huitian.cube.sum(areas, {...period, by: 'category'});
    const past = huitian.panels.reaches(areas, before) ? huitian.cube.sum(areas, {...before, by: 'category'}) : null;
    const found = areas.categories.map((code, i) => ({code, name: areas.header.category_names[i], n: now[i], past: past ? past[i] : null}));
    return found.filter(r => r.code !== '').sort((a, b) => b.n - a.n).slice(0, SHOWN);
  }

  function bar(row, most, view) {
    const at = n => (most ? n / most * 100 : 0).toFixed(1) + '%', isOn = !view.categories || view.categories.includes(row.code);
    const tick = row.past === null ? '' : `<u style="left:${at(row.past)}"></u>`;
    const tip = text('bar_tip', {name: row.name, n: count(row.n), past: row.past === null ? text('no_data') : count(row.past)});
    return `<button type="button" class="b ${isOn ? '' : 'off'}" data-only="${row.code}" data-tip="${esc(tip)}"><span>${esc(row.name)}</span>
      <span class="track"><i style="width:${at(row.n)}"></i>${tick}</span><b>${count(row.n)}</b>${change({now: row.n, before: row.past, worse: 'up', kind: 'count', isDense: true})}</button>`;
  }

  function draw(given) {
    const box = huitian.panels.box('bars');
    if (!box || huitian.panels.emptied(box, given.areas)) return;
    const found = rows(given), most = Math.max(1, ...found.flatMap(r => [r.n, r.past || 0]));
    box.innerHTML = found.map(r => bar(r, most, given.view)).join('');
  }

  document.addEventListener('click', ({target}) => {
    const row = target.closest('[data-only]');
    if (!row) return;
    const {categories} = huitian.view.state, code = row.dataset.only;
    huitian.view.set({categories: categories && categories.length === 1 && categories[0] === code ? null : [code]});
  });

  painters.push(draw);
})();
