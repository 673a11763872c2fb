/* The hexagons on the MapLibre map that Plotly owns. The one private handle is `handle()`, pinned by plotly<7.2 and a browser test.

   huitian.map.paint({cube, areas, view}) -> Promise<{shown, coarse, unplaced, total} | null>   null: a newer paint overtook this one
     cube    cells cube of the view (huitian.cube.load);  areas: its areas cube, for the counts under names (may be left out)
     view    {area, from, to, categories, cell}
   huitian.map.ready(area) -> Promise<map | null>    null: handle missing, the style-expression fallback is in use
   huitian.map.reset(), .zoom(step), .show(group, isShown), .select(cell)
   huitian.map.log: [{wait, sum, set, frame, idle, total, count}] milliseconds of the last 200 paints; body.dataset.mapReady: number of the last idle paint

   Dash may give the graph a new figure at any time (theme, area); Plotly then says plotly_afterplot and the last paint is put on again. */
(() => {
  'use strict';
  const huitian = window.huitian = window.huitian || {};
  const GRAPH = 'map', SOURCE = 'hex', PSEUDO = new Set(['coarse', 'none']);
  const ROOT_PX = 10, SIZED = {'line-width': 'Paint', 'circle-radius': 'Paint', 'circle-stroke-width': 'Paint', 'text-halo-width': 'Paint', 'text-size': 'Layout'};
  const SELECTED_HEAT = 6;
  const WAIT_MS = 20000, HANDLE_MS = 4000, STEP_MS = 20, LOGGED = 200, FIT_PX = 20;
  const log = [];
  const bound = new WeakSet();
  const meshes = new Map();                       // cells address -> Promise of {cells, mesh}
  const given = new Map();                        // source -> what it was given last
  const place = new Map();                        // places address -> Promise of GeoJSON
  let seq = 0, last = null, painted = null;       // painted: {map, source, cube, classes}
  let moved = null;                               // {area, center, zoom} once the reader moved the map

  const graph = () => document.querySelector(`#${GRAPH} .js-plotly-plot`);
  const handle = () => graph()?._fullLayout?.map?._subplot?.map ?? null;
  const meta = () => graph()?.layout?.meta ?? null;
  const sleep = ms => new Promise(done => setTimeout(done, ms));
  const once = (map, name) => new Promise(done => { map.once(name, done); map.triggerRepaint(); });
  const json = url => fetch(url, {credentials: 'same-origin'}).then(r => { if (!r.ok) throw new Error(`${r.status} ${url}`); return r.json(); });
  const kept = (store, url, make) => { if (!store.has(url)) { const p = make(url); p.catch(() => store.delete(url)); store.set(url, p); } return store.get(url); };

  async function ready(area = null) {
    const start = performance.now();
    let drawn = null;
    for (;;) {
      const now = performance.now(), map = huitian.map.handle(), about = meta();
      const isIt = about && (area === null || about.area === area);
      if (isIt && map?.getLayer && map.style && map.getLayer(SOURCE)) { bind(map); return map; }
      if (isIt && !map && document.querySelector(`#${GRAPH} canvas`)) drawn = drawn ?? now;
      if (drawn !== null && now - drawn > HANDLE_MS) return null;
      if (now - start > WAIT_MS) throw new Error(about?.texts?.late ?? 'map');
      await sleep(STEP_MS);
    }
  }

  function classOf(about, count) {
    const {none, few, first} = about.classes;
    if (!count) return none;
    if (count < about.fewBelow) return few;
    let c = 0;
    while (c + 1 < about.breaks.length && count >= about.breaks[c + 1]) c++;
    return first + c;
  }

  /* sizes of the style are desk pixels; a root font of 20 px (4k) draws everything twice as large, and walls are read from afar (--map-scale) */
  const unit = () => (parseFloat(getComputedStyle(document.body).getPropertyValue('--map-scale')) || 1) * parseFloat(getComputedStyle(document.documentElement).fontSize) / ROOT_PX;

  function enlarge(map) {
    const by = unit();
    const size = map.getLayoutProperty('names', 'text-size');
    if (map.huitianSize === undefined ? by === 1 : map.huitianUnit === by && map.huitianSize === size) return;
    const given = new Map(graph().layout.map.style.layers.map(l => [l.id, {...l.layout, ...l.paint}]));
    for (const [id, sizes] of given) for (const [name, kind] of Object.entries(SIZED)) {
      if (sizes[name] !== undefined) map[`set${kind}Property`](id, name, times(sizes[name], by));
    }
    map.huitianUnit = by;
    map.huitianSize = map.getLayoutProperty('names', 'text-size');
  }

  /* tiles are asked for by a worker, which needs a whole address: ours, whatever a proxy told the server */
  function home(map) {
    const source = map.getSource(SOURCE), own = source.tiles.map(t => location.origin + t.replace(/^https?:\/\/[^/]+/, ''));
    if (own.some((t, i) => t !== source.tiles[i])) source.setTiles(own);
  }

  const times = (size, by) => by === 1 ? size : typeof size === 'number' ? size * by : ['*', by, size];

  const target = about => about.isTiled ? {source: SOURCE, sourceLayer: 'hex'} : {source: SOURCE};

  /* classes -> GPU; only cells whose class changed travel. Returns how many. */
  function push(map, about, {cube}, counts) {
    const source = map.getSource(SOURCE), keys = cube.keys, where = target(about);
    if (!painted || painted.map !== map || painted.source !== source || painted.cube !== cube || isForgotten(map, where)) {
      map.removeFeatureState(where);
      painted = {map, source, cube, classes: new Uint8Array(keys.length), probe: null, style: null};
    }
    painted.style = graph().layout.map.style;
    let changed = 0;
    for (let i = 0; i < keys.length; i++) {
      if (PSEUDO.has(keys[i])) continue;
      const v = classOf(about, counts[i]);
      if (v === painted.classes[i]) continue;
      painted.classes[i] = v;
      map.setFeatureState({...where, id: keys[i]}, {v});
      if (v) painted.probe = [keys[i], v];
      changed++;
    }
    return changed;
  }

  /* a new style may have dropped what was set: ask one cell that should know */
  function isForgotten(map, where) {
    if (!painted.probe) return false;
    const at = painted.cube.keyAt.get(painted.probe[0]);
    return (map.getFeatureState({...where, id: painted.probe[0]}).v ?? 0) !== painted.classes[at];
  }

  function tally({cube}, counts) {
    const at = key => counts[cube.keyAt.get(key)] ?? 0;
    const total = counts.reduce((a, b) => a + b, 0), coarse = at('coarse'), unplaced = at('none');
    return {shown: total - coarse - unplaced, coarse, unplaced, total};
  }

  async function paint(job) {
    try { return await painting(job); } catch (error) { huitian.plate.problem(error.message); return null; }
  }

  async function painting(job) {
    const mine = ++seq, t0 = performance.now();
    document.body.dataset.mapReady = '';
    last = job;
    const map = await ready(job.view.area);
    if (mine !== seq) return null;
    const about = meta(), t1 = performance.now();
    const counts = huitian.cube.sum(job.cube, {...period(job), by: 'key'}), sums = tally(job, counts), t2 = performance.now();
    words(about, job, sums);
    if (!map) { await plain(about, job, counts); document.body.dataset.mapReady = String(mine); return sums; }
    enlarge(map);
    if (about.isTiled) home(map);
    const count = push(map, about, job, counts), t3 = performance.now();
    await once(map, 'render');
    const t4 = performance.now();
    if (mine === seq) await overlay(map, about, job, counts);
    if (mine === seq) await once(map, 'idle');
    if (mine !== seq) return last === job ? sums : null;
    log.push({wait: t1 - t0, sum: t2 - t1, set: t3 - t2, frame: t4 - t3, idle: performance.now() - t3, total: t4 - t0, count});
    if (log.length > LOGGED) log.shift();
    document.body.dataset.mapReady = String(mine);
    return sums;
  }

  const period = ({view}) => ({from: view.from, to: view.to, categories: view.categories});

  /* no hexagons: the map belongs to other layers, and says nothing of complaints */
  const isQuiet = () => { const on = huitian.view?.state?.layers || huitian.view?.shell?.default_layers; return Boolean(on) && !on.includes('hexagons'); };

  function words(about, {cube, view}, sums) {
    const span = huitian.cube.span(cube, view);
    huitian.plate.problem('');
    if (isQuiet()) { huitian.plate.quiet(); return; }
    huitian.plate.title(about, {from: span.from, to: span.to, total: sums.total, asOf: cube.header.as_of});
    huitian.plate.rough(about, sums);
  }

  /* hotspots, selection and names: small GeoJSON sources over the hexagons */
  async function overlay(map, about, job, counts) {
    const [grid, places] = await Promise.all([gridOf(about, job.cube), kept(place, about.places, json)]);
    if (last !== job || map !== huitian.map.handle()) return;
    const {significant, zone, outline} = huitian.concentration, own = grid.order.map(i => counts[i]);
    const hot = significant(own, grid.mesh, about.fewBelow);
    mark(map, grid, {lines: outline(zone(hot, own, grid.mesh, about.fewBelow), grid.mesh), cell: job.view.cell});
    const heat = heatOf(map, about, grid, {counts, cell: job.view.cell});
    offer(map, 'names', huitian.names.placed(places, {counts: countsOf(job), heatAt: heat, project: at => map.project(at), size: map.getLayoutProperty('names', 'text-size')}));
    painted.zoom = map.getZoom();
    painted.hot = hot.length;
  }

  /* rings of the cube's cells, and their mesh; `order` maps mesh index -> cube key index */
  async function gridOf(about, cube) {
    const {rings} = await kept(meshes, about.cells, async url => ({rings: new Map((await json(url)).features.map(f => [f.properties.h3, f.geometry.coordinates[0]]))}));
    if (cube.grid?.url !== about.cells) {
      const order = cube.keys.map((_, i) => i).filter(i => rings.has(cube.keys[i]));
      cube.grid = {url: about.cells, rings, order, mesh: huitian.concentration.mesh(order.map(i => rings.get(cube.keys[i])))};
    }
    return cube.grid;
  }

  /* a source is only given what it does not have: each gift costs a worker's round and two frames */
  function offer(map, source, data) {
    const text = JSON.stringify(data);
    if (given.get(source) === text) return;
    given.set(source, text);
    map.getSource(source)?.setData(data);
  }

  /* outlines of hotspots, and the ring of the selected cell */
  function mark(map, {rings}, {lines, cell}) {
    painted.lines = lines;
    const feature = (kind, coordinates) => ({type: 'Feature', properties: {kind}, geometry: {type: 'MultiLineString', coordinates}});
    offer(map, 'marks', {type: 'FeatureCollection', features: [feature('hot', lines), feature('cell', cell && rings.has(cell) ? [rings.get(cell)] : [])]});
  }

  function countsOf({areas, view}) {
    if (!areas || isQuiet()) return null;
    const sums = huitian.cube.sum(areas, {...period({view}), by: 'key'});
    return new Map(areas.keys.map((key, i) => [key, huitian.plate.number(sums[i])]).concat([[view.area, huitian.plate.number(sums.reduce((a, b) => a + b, 0))]]));
  }

  /* sum of the upper classes of cells whose middle lies under a box of pixels */
  function heatOf(map, about, {rings, order}, {counts, cell}) {
    const {first} = about.classes, warm = [], keys = painted.cube.keys;
    for (const i of order) {
      const c = keys[i] === cell ? SELECTED_HEAT : classOf(about, counts[i]) - first;
      if (c >= 2) warm.push({...map.project(middle(rings.get(keys[i]))), c});
    }
    return box => warm.reduce((sum, {x, y, c}) => x > box.x0 && x < box.x1 && y > box.y0 && y < box.y1 ? sum + c - 1 : sum, 0);
  }

  function middle(ring) {
    const n = ring.length - 1;
    return [0, 1].map(k => ring.slice(0, n).reduce((s, p) => s + p[k], 0) / n);
  }

  /* Without the handle: the same classes as a `match` on the cell's name, given to Plotly as an ordinary style. */
  async function plain(about, {cube}, counts) {
    huitian.plate.problem(about.texts.noHandle);
    const gd = graph(), groups = about.colors.map(() => []);
    cube.keys.forEach((key, i) => { const c = classOf(about, counts[i]); if (c && !PSEUDO.has(key)) groups[c - about.classes.few].push(key); });
    const pairs = groups.flatMap((keys, i) => keys.length ? [keys, about.colors[i]] : []);
    const color = pairs.length ? ['match', ['get', 'h3'], ...pairs, 'rgba(0,0,0,0)'] : 'rgba(0,0,0,0)';
    const style = structuredClone(gd.layout.map.style);
    style.layers.find(l => l.id === SOURCE).paint = {'fill-color': color, 'fill-opacity': 1};
    await window.Plotly.relayout(gd, {'map.style': style});
  }

  function bind(map) {
    const gd = graph();
    if (gd && !bound.has(gd)) { bound.add(gd); gd.on('plotly_afterplot', again); }
    if (bound.has(map)) return;
    bound.add(map);
    huitian.marks.follow(map);
    given.clear();
    resume(map);
    huitian.plate.scale(map);
    map.on('move', () => { if (hasSize(map)) huitian.plate.scale(map); });
    map.on('zoomend', () => { if (last && painted?.map === map && Math.abs((painted.zoom ?? 99) - map.getZoom()) > 0.2) refresh(map); });
    map.on('moveend', e => { if (e.originalEvent && hasSize(map)) moved = {area: meta()?.area, center: map.getCenter(), zoom: map.getZoom()}; });
    map.on('resize', () => { if (hasSize(map)) huitian.plate.scale(map); });
    map.on('click', e => {
      const mark = huitian.marks.at(map, meta(), e.point);
      if (mark) { huitian.marks.open(mark); return; }
      const cell = isQuiet() ? null : cellAt(map, e.point);
      if (cell) huitian.view?.select?.(cell);
    });
    let frame = 0;
    map.on('mousemove', e => { cancelAnimationFrame(frame); frame = requestAnimationFrame(() => hover(map, e.point)); });
    map.on('mouseout', () => { cancelAnimationFrame(frame); huitian.plate.tip(null, null); });
  }

  /* a map without size has no middle: whoever asks it is told NaN by an error, and moved there it stays so */
  const hasSize = map => map.getContainer().clientWidth > 0 && map.getContainer().clientHeight > 0;

  /* a page laid out anew has a new map: of the same area it begins where the reader had left it */
  function resume(map) {
    if (!hasSize(map)) return;
    if (moved && moved.area === meta()?.area) hold(map);
    else moved = null;
  }

  /* where the reader left it: Plotly forgets a move that was made while it sized the map, and a theme later would undo it */
  function hold(map) {
    const at = map.getCenter(), is = Math.abs(map.getZoom() - moved.zoom) < 1e-6 && Math.hypot(at.lng - moved.center.lng, at.lat - moved.center.lat) < 1e-9;
    if (!is && !map.isMoving()) map.jumpTo({center: moved.center, zoom: moved.zoom}, {originalEvent: {type: 'resume'}});
  }

  /* Plotly has drawn: paint again what a new style may have taken away */
  function again() {
    const about = meta(), map = huitian.map.handle();
    if (map && bound.has(map)) resume(map);
    if (painted?.map === map && painted.style === graph().layout.map.style && !isForgotten(map, target(about))) return;
    given.clear();                                // a new style starts its sources anew
    if (last && about && last.view.area === about.area) paint(last).catch(error => huitian.plate.problem(error.message));
  }

  function refresh(map) {
    const about = meta(), job = last;
    overlay(map, about, job, huitian.cube.sum(job.cube, {...period(job), by: 'key'})).catch(error => huitian.plate.problem(error.message));
  }

  function cellAt(map, point) {
    const cell = map.getLayer(SOURCE) ? map.queryRenderedFeatures(point, {layers: [SOURCE]})[0]?.properties.h3 : null;
    const at = cell && painted ? painted.cube.keyAt.get(cell) : undefined;
    return at !== undefined && painted.classes[at] ? cell : null;
  }

  function hover(map, point) {
    const mark = huitian.marks.at(map, meta(), point);
    if (mark) { map.getCanvas().style.cursor = mark.item ? 'pointer' : ''; huitian.plate.tip(point, mark.lines); return; }
    const cell = last && painted && !isQuiet() ? cellAt(map, point) : null;
    map.getCanvas().style.cursor = cell ? 'pointer' : '';
    if (!cell) { huitian.plate.tip(null, null); return; }
    const about = meta(), {cube} = last, {fill, number} = huitian.plate;
    const byCategory = huitian.cube.sum(cube, {...period(last), by: 'category', key: cell}), count = byCategory.reduce((a, b) => a + b, 0);
    const unit = map.queryRenderedFeatures(point, {layers: ['units']})[0]?.properties.name ?? about.texts.outside;
    const top = cube.header.is_bound ? [] : Array.from(byCategory, (n, i) => [n, cube.header.category_names[i]]).filter(([n]) => n >= about.fewBelow).sort((a, b) => b[0] - a[0]).slice(0, 2);
    const lines = [fill(about.texts.cell, {unit, cell: cube.header.key_names[cube.keyAt.get(cell)]}),
      count < about.fewBelow ? fill(about.texts.few, {least: about.fewBelow}) : fill(about.texts.count, {count: number(count)}),
      ...top.map(([n, name]) => `${name} ${number(n)}`)];
    huitian.plate.tip(point, lines);
  }

  /* moves by a button are a reader's moves: `originalEvent` makes Plotly keep them as it keeps a drag */
  async function zoom(step) {
    const map = await ready();
    if (map) map.zoomTo(map.getZoom() + step, {duration: 0}, {originalEvent: {type: 'button'}});
    else { const gd = graph(); await window.Plotly.relayout(gd, {'map.zoom': (gd.layout.map.zoom ?? 9) + step}); }
  }

  async function reset() {
    const map = await ready(), [west, south, east, north] = meta().bounds;
    if (map) map.fitBounds([[west, south], [east, north]], {padding: FIT_PX, animate: false}, {originalEvent: {type: 'button'}});
    moved = null;
  }

  async function show(group, isShown) {
    const map = await ready();
    if (map && isShown) huitian.marks.fetch(map, meta(), group);
    for (const layer of map?.getStyle().layers ?? []) {
      if (layer.metadata?.group === group) map.setLayoutProperty(layer.id, 'visibility', isShown ? 'visible' : 'none');
    }
  }

  async function select(cell) {
    const map = await ready(), about = meta();
    if (!map || !last) return;
    last = {...last, view: {...last.view, cell}};
    mark(map, await gridOf(about, last.cube), {lines: painted?.lines ?? [], cell});
  }

  document.addEventListener('click', e => {
    const act = e.target.closest?.('[data-map-act]')?.dataset.mapAct;
    if (act) ({in: () => zoom(1), out: () => zoom(-1), reset})[act]?.();
  });

  huitian.map = {handle, ready, paint, reset, zoom, show, select, log, stats: () => ({hot: painted?.hot ?? 0, cells: painted?.cube.keys.length ?? 0})};
})();
