/* The table twin of the map (tab=table): the same areas and cells as rows, for the keyboard, for reading aloud and for checking that they add up. */
(() => {
  'use strict';
  const huitian = window.huitian = window.huitian || {};
  const {esc, text, count, rate} = huitian.format;
  const painters = huitian.painters = huitian.painters || [];
  const PSEUDO = {coarse: 'twin_coarse', none: 'twin_none'};

  const table = (head, rows, foot) => `<table class="tbl"><thead><tr>${head.map((h, i) => `<th class="${i ? 'num' : ''}" scope="col">${esc(h)}</th>`).join('')}</tr></thead>
    <tbody>${rows.map(r => `<tr class="${r.on ? 'on' : ''}">${r.cells.map((c, i) => `<td class="${i ? 'num' : ''}">${c}</td>`).join('')}</tr>`).join('')}</tbody>
    <tfoot><tr>${foot.map((c, i) => `<td class="${i ? 'num' : ''}"><b>${c}</b></td>`).join('')}</tr></tfoot></table>`;

  function areaTable({view, areas, shell}) {
    const p = huitian.panels.period(view), by = m => huitian.cube.sum(areas, {...p, categories: view.categories, by: 'key', measure: m});
    const n = by('count'), closed = by('closed'), unplaced = by('unplaced'), share = (a, b) => b ? rate(a / b) + '%' : '—', sum = a => a.reduce((x, y) => x + y, 0);
    const rows = areas.keys.map((code, i) => ({n: n[i], code, cells: [esc(code ? areas.header.key_names[i] : text('twin_unknown')), count(n[i]), share(closed[i], n[i]), count(unplaced[i])]}));
    rows.sort((a, b) => !a.code - !b.code || b.n - a.n);
    return table([shell.below_name, text('rank_count'), text('rank_closed'), text('twin_none')], rows, [esc(text('twin_total')), count(sum(n)), share(sum(closed), sum(n)), count(sum(unplaced))]);
  }

  function cellTable({view, cells, shell}) {
    const counts = huitian.cube.sum(cells, {...huitian.panels.period(view), categories: view.categories, by: 'key'}), rows = [], rest = [];
    let few = 0, fewCells = 0, total = 0;
    cells.keys.forEach((cell, i) => {
      total += counts[i];
      if (PSEUDO[cell]) rest.push({n: counts[i], cells: [esc(text(PSEUDO[cell])), count(counts[i])]});
      else if (counts[i] >= shell.few) rows.push({n: counts[i], on: cell === view.cell, cells: [`<button type="button" class="linklike" data-cell="${cell}">${esc(cell)}</button>`, count(counts[i])]});
      else if (counts[i]) { few += counts[i]; fewCells++; }
    });
    rows.sort((a, b) => b.n - a.n);
    if (fewCells) rest.unshift({cells: [esc(text('twin_few', {n: shell.few, cells: count(fewCells)})), count(few)]});
    const at = huitian.cube.span(cells, view), weeks = cells.header.is_bound ? `（${huitian.format.span(at.from, at.to, shell.today)}）` : '';
    return table([text('twin_cell') + weeks, text('rank_count')], [...rows, ...rest], [esc(text('twin_total')), count(total)]);
  }

  function draw(given) {
    const box = huitian.panels.box('twin');
    if (!box) return;
    const isOpen = given.view.tab === 'table';
    box.hidden = !isOpen;
    document.querySelectorAll('[data-act="twin"]').forEach(b => { b.textContent = text(isOpen ? 'to_map' : 'to_table'); });
    if (!isOpen) { box.textContent = ''; return; }
    box.innerHTML = `<div class="ph"><h2>${esc(text('twin_title'))}</h2><span>${esc(huitian.format.span(given.view.from, given.view.to, given.shell.today))}</span><button type="button" class="linklike r" data-act="twin">${esc(text('to_map'))}</button></div>
      <div class="scroll" tabindex="0"><div class="two">${areaTable(given)}${given.cells ? cellTable(given) : ''}</div></div>`;
  }

  document.addEventListener('click', ({target}) => {
    if (target.closest('[data-act="twin"]')) huitian.view.set({tab: huitian.view.state.tab === 'table' ? '' : 'table'});
  });

  painters.push(draw);
})();
