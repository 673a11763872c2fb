/* The view of this browser: what the address says, kept in `huitian.view.state` = {page, level, area, from, to, period, categories, cell, theme, tab, layers}.

   start(shell)   called by Dash when a page was laid out; loads its cubes and paints
   set(patch)     a filter: rewrites the address in place and paints from the cubes in memory; outside the loaded span, and where hexagons are
                  bound to one period and choice of categories, it asks for the page anew. The view of a share link keeps its address and its filter
   select(cell)   the selected hexagon, or null
   href(patch)    the address of this view with a few things other, written as dashboard/state.py does
   Panels put a function into `huitian.painters`; each is called with {view, shell, areas, cells} after every change. */
(() => {
  'use strict';
  const huitian = window.huitian = window.huitian || {};
  const SLOW_MS = 400, SETTLE_MS = 150;
  const painters = huitian.painters = huitian.painters || [];
  const view = {state: null, shell: null, areas: null, cells: null};

  const category = c => c === '' ? 'none' : c;

  function query(state) {
    const pairs = [['level', state.level], ['area', state.area]];
    if (state.period === 'custom') pairs.push(['from', state.from], ['to', state.to]); else pairs.push(['period', state.period]);
    pairs.push(['category', (state.categories || []).map(category).join(',')], ['cell', state.cell || ''], ['tab', state.tab || '']);
    pairs.push(['theme', state.theme === 'light' ? '' : state.theme]);
    pairs.push(['layers', state.layers === null || state.layers === undefined ? '' : state.layers.join(',') || 'none'], ['boundary', state.boundary || '']);
    pairs.push(['item', state.item || ''], ['pick', (state.pick || []).map(([name, value]) => name + ':' + value).join(',')]);
    return pairs.filter(([, v]) => v !== '').map(([k, v]) => k + '=' + encodeURIComponent(v).replace(/%2C/g, ',').replace(/%3A/g, ':').replace(/%20/g, '+')).join('&');
  }

  const href = (patch = {}) => {
    const state = {...view.state, ...patch};
    return state.page + '?' + query(state);
  };

  function paintPanels() {
    if (!view.state || !view.areas) return;
    const given = {view: view.state, shell: view.shell, areas: view.areas, cells: view.cells};
    for (const painter of painters) painter(given);
  }

  function paint() {
    if (!view.state || !view.areas) return;
    paintPanels();
    if (huitian.map && view.cells) huitian.map.paint({cube: view.cells, areas: view.areas, view: view.state}).catch(failMap);
    document.documentElement.dataset.painted = String(Number(document.documentElement.dataset.painted || 0) + 1);
  }

  const FILTER = ['from', 'to', 'period', 'categories'], MOVES = ['page', 'level', 'area', 'theme'];
  const differs = (state, names) => names.some(k => String(state[k]) !== String(view.state[k]));
  const isInside = state => [view.areas, view.cells].every(c => !c || state.from >= c.starts[0]);

  function set(patch) {
    const state = {...view.state, ...patch};
    if (view.shell.is_frozen && differs(state, [...MOVES, ...FILTER])) return;
    if (differs(state, MOVES) || (view.shell.is_bound && differs(state, FILTER)) || !isInside(state)) { huitian.nav.go(href(patch)); return; }
    view.state = state;
    if (!view.shell.is_frozen && !view.shell.wall) huitian.nav.replace(href());
    paint();
  }

  /* the map says on its own plate what went wrong; other panels go on */
  const failMap = error => huitian.plate && huitian.plate.problem(error.message);

  function fail(error) {
    for (const box of document.querySelectorAll('[data-panel]:not([data-quiet])')) {
      box.innerHTML = `<p class="failed">${huitian.format.esc(huitian.format.text('failed', {reason: error.message}))}</p>`;
    }
  }

  async function load(shell) {
    const slow = setTimeout(() => document.querySelectorAll('.panel').forEach(p => p.classList.add('is-slow')), SLOW_MS);
    try {
      const wanted = ['areas', 'cells'].map(kind => shell.cubes[kind] ? huitian.cube.load(shell.cubes[kind]) : null);
      const [areas, cells] = await Promise.all(wanted);
      if (view.shell !== shell) return;
      Object.assign(view, {areas, cells});
      paint();
    } catch (error) {
      if (view.shell === shell && !view.areas) fail(error);
    } finally {
      clearTimeout(slow);
      document.querySelectorAll('.is-slow').forEach(p => p.classList.remove('is-slow'));
    }
  }

  function start(shell) {
    if (!shell) return window.dash_clientside.no_update;
    document.documentElement.dataset.theme = shell.state.theme;
    document.title = shell.title;
    huitian.format.learn(shell.texts);
    /* the same view laid out anew keeps its numbers until the new ones are there, and for good where they do not come (store away) */
    const isSame = view.state && view.areas && !differs(shell.state, [...MOVES, ...FILTER]);
    Object.assign(view, {state: shell.state, shell}, isSame ? {} : {areas: null, cells: null});
    if (shell.cubes) load(shell); else view.state = null;
    return shell.title;
  }

  let resized = 0;
  window.addEventListener('resize', () => { clearTimeout(resized); resized = setTimeout(paintPanels, SETTLE_MS); });

  view.set = set;
  /* the cases of a cell are listed on the hotspot page; elsewhere the click leads there */
  view.select = cell => {
    if (view.state.page === '/hotspots' || view.shell.is_frozen) set({cell: cell === view.state.cell ? null : cell});
    else huitian.nav.go(href({page: '/hotspots', cell}));
  };
  view.href = href;
  view.repaint = paintPanels;
  huitian.view = view;
  window.dash_clientside = Object.assign({}, window.dash_clientside, {huitian: Object.assign({}, (window.dash_clientside || {}).huitian, {start})});
})();
