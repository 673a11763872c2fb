/* The cases behind the selected hexagon; without one, the cells with most complaints to choose from. Counts are summed here, the cases come from /api/cases. */
(() => {
  'use strict';
  const huitian = window.huitian = window.huitian || {};
  const {esc, text, count, fixed, moment} = huitian.format;
  const painters = huitian.painters = huitian.painters || [];
  const SHOWN = 40, ALL = 500, TOP = 18, EARLIER = 6, WAIT_MS = 250, LEAST_PX = 60;
  const PSEUDO = new Set(['coarse', 'none']);
  let asked = '', timer = 0;

  const short = cell => cell.replace(/f+$/, '').slice(-5);

  /* this period over the mean of up to six periods before it that the cube holds */
  function usual(cells, view) {
    const period = huitian.panels.period(view), {categories, cell} = view, earlier = [];
    let at = huitian.cube.previous(period);
    while (earlier.length < EARLIER && huitian.panels.reaches(cells, at)) {
      earlier.push(huitian.cube.sum(cells, {...at, categories, key: cell}));
      at = huitian.cube.previous(at);
    }
    const mean = earlier.length ? earlier.reduce((a, b) => a + b, 0) / earlier.length : 0;
    return {periods: earlier.length, mean, now: huitian.cube.sum(cells, {...period, categories, key: cell})};
  }

  /* a bound cube knows one period only, and nothing to hold it against */
  const bound = (cells, view) => ({periods: 0, mean: 0, now: huitian.cube.sum(cells, {...huitian.panels.period(view), key: view.cell})});

  function fact(name, value, unit, tip, mood = '') {
    const shown = value === null ? `<b class="nodata"><i class="g g-nodata"></i>${esc(text(huitian.view.shell.is_bound ? 'not_given' : 'no_data'))}</b>` : `<b class="${mood}">${value} <small>${esc(unit)}</small></b>`;
    return `<div tabindex="0" data-tip="${esc(tip)}"><span>${esc(name)}</span>${shown}</div>`;
  }

  function facts(given, found) {
    const {view, shell, cells} = given, {now, mean, periods} = shell.is_bound ? bound(cells, view) : usual(cells, view);
    const label = shell.periods.find(p => p.word === view.period), cases = text('unit_case');
    const at = huitian.cube.span(cells, view), weeks = huitian.format.span(at.from, at.to, shell.today);
    return fact(shell.is_bound ? weeks : label ? label.name : text('period'), count(now), cases, text('cell_count_tip', {at: shell.as_of_words})) +
      fact(text('cell_usual'), mean ? fixed(now / mean) : null, text('unit_times'), text('cell_usual_tip', {n: periods, mean: fixed(mean)})) +
      fact(text('cell_repeat'), found ? count(found.repeats) : null, cases, text('cell_repeat_tip')) +
      fact(text('cell_overdue'), found ? count(found.overdue) : null, cases, text('cell_overdue_tip'), found && found.overdue ? 'c-alarm' : '');
  }

  function item(c, today) {
    return `<li><div class="l1"><span><i class="g g-${esc(c.glyph)}"></i>${esc(c.state)}</span><em>${esc(c.category)}</em><time>${esc(moment(c.at, today))}</time></div>
      <p ${c.is_readable ? `role="button" tabindex="0" data-case="${esc(c.no)}" title="${esc(text('case_open'))}"` : 'class="quiet"'}>${esc(c.title)}</p><small>${esc(c.note)}</small></li>`;
  }

  function show(given, found) {
    const box = huitian.panels.box('cell'), {view, shell} = given;
    if (!box || given.view !== huitian.view.state) return;
    document.querySelector('[data-part="cell-sub"]').textContent = called(view.cell);
    const list = !shell.may_list ? `<li class="hint">${esc(text('cell_closed'))}</li>` : !found ? '' : found.cases.length ? found.cases.map(c => item(c, shell.today)).join('') : `<li class="hint">${esc(text('cell_empty'))}</li>`;
    box.innerHTML = `<div class="cf">${facts(given, found)}</div><ul class="cs" tabindex="0">${list}</ul><div class="more">
      ${found && found.total ? `<button type="button" class="linklike" data-act="all-cases">${esc(text('cell_all', {n: count(found.total)}))}</button>` : '<span></span>'}<span>${esc(shell.may_list ? text('masked') : '')}</span></div>`;
    for (const row of document.querySelectorAll('.rk tr[data-code]')) row.classList.toggle('on', !!row.dataset.code && shell.names[row.dataset.code] === names.get(view.cell));
  }

  const address = (view, limit) => '/api/cases' + huitian.view.href().slice(view.page.length) + '&limit=' + limit;

  const answer = url => fetch(url, {credentials: 'same-origin'}).then(async r => { const body = await r.json(); if (!r.ok) throw new Error(body.error || r.status); return body; });

  function fetchCases(given) {
    const url = address(given.view, SHOWN);
    if (url === asked) return;
    asked = url;
    clearTimeout(timer);
    timer = setTimeout(() => answer(url).then(found => { if (asked === url) { given.found = found; show({...given, view: huitian.view.state}, found); } }).catch(error => {
      const box = huitian.panels.box('cell');
      if (box && asked === url) box.querySelector('.cs').innerHTML = `<li class="hint">${esc(text('failed', {reason: error.message}))}</li>`;
    }), WAIT_MS);
  }

  /* suppressed cells are on the map without a number, so they are not in this list either */
  function busiest({view, cells, shell}) {
    const period = huitian.panels.period(view), counts = huitian.cube.sum(cells, {...period, categories: view.categories, by: 'key'});
    const found = cells.keys.map((cell, i) => ({cell, n: counts[i]})).filter(c => !PSEUDO.has(c.cell) && c.n >= shell.few).sort((a, b) => b.n - a.n).slice(0, TOP);
    return found.map(c => {
      if (shell.is_bound) return {...c, main: '', part: 0};
      const by = huitian.cube.sum(cells, {...period, categories: view.categories, key: c.cell, by: 'category'});
      const top = by.indexOf(Math.max(...by));
      return {...c, main: cells.header.category_names[top], part: by[top]};
    });
  }

  /* names come a moment later than counts and the list is drawn again; without them it stands as it is */
  let names = new Map(), namesOf = '';

  function learnNames(given) {
    const {cells} = given.shell.maps;
    if (namesOf === cells || given.view.level === 'street') return;
    namesOf = cells;
    names = new Map();
    huitian.cellNames(given.shell).then(found => { if (namesOf === cells) { names = found; huitian.view.repaint(); } }).catch(() => {});
  }

  const called = cell => [names.get(cell), text('cell_name', {cell: short(cell)})].filter(Boolean).join(' · ');

  function offer(given) {
    const box = huitian.panels.box('cell'), found = busiest(given);
    document.querySelector('[data-part="cell-sub"]').textContent = text('cell_hint');
    const room = box.clientHeight;
    box.innerHTML = found.length ? `<div class="top-cells">` + found.map((c, i) => `<button type="button" data-cell="${c.cell}"><span class="i">${i + 1}</span>
      <span>${esc(called(c.cell))}</span><em>${esc(c.part >= given.shell.few ? text('cell_main', {name: c.main, n: c.part}) : '')}</em><b>${count(c.n)} <small class="quiet">${esc(text('unit_case'))}</small></b></button>`).join('') + '</div>'
      : `<p class="failed"><i class="g g-nodata"></i>${esc(text('no_data'))}</p>`;
    for (const row of box.querySelectorAll('[data-cell]')) row.hidden = room > LEAST_PX && row.offsetTop + row.offsetHeight > box.offsetTop + room;
  }

  function draw(given) {
    const box = huitian.panels.box('cell');
    if (!box || !given.cells) return;
    const {view} = given, head = box.closest('.cell');
    learnNames(given);
    head.querySelector('h2').textContent = text(view.cell ? 'cell_title' : 'cells_title');
    head.querySelector('[data-act="clear-cell"]').hidden = !view.cell;
    if (!view.cell) { asked = ''; offer(given); return; }
    show(given, null);
    asked = '';
    if (!given.shell.may_list) return;
    fetchCases(given);
  }

  function opened(content) {
    const dialog = document.createElement('dialog');
    dialog.className = 'all';
    dialog.innerHTML = content;
    dialog.addEventListener('close', () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  }

  const close = () => `<button type="button" class="linklike r" data-act="close-dialog">${esc(text('close'))}</button>`;

  /* one case with its whole text; each reading is written down by the server */
  async function showCase(no) {
    const c = await answer('/api/case/' + encodeURIComponent(no)).catch(error => ({title: text('failed', {reason: error.message}), no, content: '', state: '', category: '', place: '', handler: '', at: ''}));
    const line = (name, value) => value ? `<p><small>${esc(text(name))}</small> ${esc(value)}</p>` : '';
    opened(`<div><div class="ph"><h2>${esc(c.title)}</h2><span>${esc([c.no, c.state, c.category, c.at && moment(c.at, huitian.view.shell.today)].filter(Boolean).join(' · '))}</span>${close()}</div>
      <div class="one"><p>${esc(c.content)}</p>${line('case_place', c.place)}${line('case_handler', c.handler)}<p class="quiet">${esc(text('masked'))}</p></div></div>`);
  }

  async function showAll() {
    const view = huitian.view.state, found = await answer(address(view, ALL));
    opened(`<div><div class="ph"><h2>${esc(text('cell_title'))}</h2><span>${esc(called(view.cell))} · ${count(found.total)} ${esc(text('unit_case'))} · ${esc(text('masked'))}</span>
      ${close()}</div><ul class="cs" tabindex="0">${found.cases.map(c => item(c, huitian.view.shell.today)).join('')}</ul>
      ${found.total > found.cases.length ? `<p class="failed">${esc(text('cell_more', {n: count(found.cases.length)}))}</p>` : ''}</div>`);
  }

  document.addEventListener('click', ({target}) => {
    const chosen = target.closest('[data-cell]');
    if (chosen) huitian.view.select(chosen.dataset.cell);
    if (target.closest('[data-act="clear-cell"]')) huitian.view.set({cell: null});
    if (target.closest('[data-act="all-cases"]')) showAll();
    if (target.closest('[data-act="close-dialog"]')) target.closest('dialog').close();
    const one = target.closest('[data-case]');
    if (one) showCase(one.dataset.case);
  });
  document.addEventListener('keydown', event => {
    const one = ['Enter', ' '].includes(event.key) && event.target.closest?.('[data-case]');
    if (one) { event.preventDefault(); showCase(one.dataset.case); }
  });

  painters.push(draw);
})();
