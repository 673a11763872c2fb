/* The ranking of the areas below the view's area: bar, count, closing and solving rate, change on last year. A row leads down a level. */
(() => {
  'use strict';
  const huitian = window.huitian = window.huitian || {};
  const {esc, text, count, rate, change} = huitian.format;
  const painters = huitian.painters = huitian.painters || [];
  const BELOW = {city: 'district', district: 'street'}, SHOWN = 10, SPARE = 2;
  let isOpen = false;

  function rows({view, areas, shell}) {
    const period = huitian.panels.period(view), before = huitian.cube.lastYear(period), categories = view.categories;
    const by = (p, measure) => huitian.cube.sum(areas, {...p, categories, by: 'key', measure});
    const now = {count: by(period, 'count'), closed: by(period, 'closed'), resolved: by(period, 'resolved'), valid: by(period, 'valid')};
    const past = huitian.panels.reaches(areas, before) ? by(before, 'count') : null;
    return areas.keys.map((code, i) => ({code, name: shell.names[code] || areas.header.key_names[i], n: now.count[i], closed: now.closed[i],
      resolved: now.resolved[i], valid: now.valid[i], past: past ? past[i] : null}));
  }

  const share = (part, whole) => whole ? rate(part / whole) + '%' : `<span class="nodata">—</span>`;

  function name(row, {view}) {
    if (!BELOW[view.level] || !row.code) return `<span title="${esc(row.name)}">${esc(row.name)}</span>`;
    return `<a data-nav href="${esc(huitian.view.href({area: row.code, level: BELOW[view.level], cell: null, tab: ''}))}" title="${esc(row.name)}">${esc(row.name)}</a>`;
  }

  function line(row, place, most, given) {
    return `<tr data-code="${row.code}" class="${row.code ? '' : 'pseudo'}"><td class="i">${place}</td><td class="n">${name(row, given)}</td>
      <td class="bar"><i style="width:${most ? row.n / most * 100 : 0}%"></i></td><td class="num"><b>${count(row.n)}</b></td>
      <td class="num">${share(row.closed, row.n)}</td><td class="num">${share(row.resolved, row.valid)}</td>
      <td class="num">${change({now: row.n, before: row.past, worse: 'up', kind: 'count', isDense: true})}</td></tr>`;
  }

  function draw(given) {
    const box = huitian.panels.box('ranking');
    if (!box || huitian.panels.emptied(box, given.areas)) return;
    const found = rows(given), known = found.filter(r => r.code).sort((a, b) => b.n - a.n), rest = found.filter(r => !r.code && r.n);
    const most = known.length ? known[0].n : 0;
    const head = ['rank_name', 'rank_count', 'rank_closed', 'rank_resolved', 'rank_year'];
    const shown = isOpen || known.length <= SHOWN + SPARE ? known : known.slice(0, SHOWN), hidden = known.length - shown.length;
    box.innerHTML = `<table class="rk"><thead><tr><th></th><th class="l">${esc(given.shell.below_name)}</th><th></th>` +
      head.slice(1).map(h => `<th tabindex="0" data-tip="${esc(text(h + '_tip', {as_of: given.shell.as_of_words}))}">${esc(text(h))}</th>`).join('') + '</tr></thead><tbody>' +
      shown.map((r, i) => line(r, i + 1, most, given)).join('') + rest.map(r => line(r, '', 0, given)).join('') + '</tbody></table>' +
      (hidden || isOpen ? `<button type="button" class="linklike unfold" data-act="open-ranking">${esc(isOpen ? text('fold') : text('rank_rest', {n: hidden}))}</button>` : '');
  }

  /* the whole row is the link's target for a mouse; the keyboard uses the link in it */
  document.addEventListener('click', event => {
    const row = event.target.closest('.rk tr[data-code]');
    const link = row && !event.target.closest('a') && row.querySelector('a[data-nav]');
    if (link) link.click();
  });

  document.addEventListener('click', ({target}) => {
    if (target.closest('[data-act="open-ranking"]')) { isOpen = !isOpen; huitian.view.repaint(); }
  });

  painters.push(draw);
})();
