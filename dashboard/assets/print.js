/* The page as a picture, for the product's own browser (dashboard/snapshots), which asks in this order:

   settled()          resolves when panels, map and type are drawn
   dress({tile, title, signs, lines})   leaves only the tile, with the caption strip under it; makes the strip of a whole page, which is not shown yet.
                      Resolves with {name of the tile, height that the whole needs}
   finished()         resolves when all is drawn in its last size and stands still, with the height that it needs now
   strip()            shows the strip of a whole page over it; resolves with its height: it is put under the picture
   waits()            what is being waited for, in a few words */
(() => {
  'use strict';
  const huitian = window.huitian = window.huitian || {};
  const STILL_FRAMES = 3, GONE_MS = 4000, HOUR_S = 3600, MARGIN_PX = 8, LEAST_ZOOM = .45;
  let step = 'settled', made = null, laid = '';

  const frame = () => new Promise(done => requestAnimationFrame(done));
  const graphs = () => [...document.querySelectorAll('.js-plotly-plot')].filter(g => g._fullLayout && g.offsetParent !== null);
  const maps = () => graphs().map(g => g._fullLayout.map?._subplot?.map).filter(Boolean);

  /* a promise of Plotly's or the map's own is given up where what it is about was taken away meanwhile: still() sees what stands in its place */
  const within = promise => Promise.race([promise, new Promise(done => setTimeout(done, GONE_MS))]);

  /* what is not drawn yet, "" nothing */
  function pending() {
    const refusal = document.querySelector('#page .refusal p');
    if (refusal) throw new Error(refusal.textContent);
    if (document.title === '' || !document.querySelector('.desk-page, .wall')) return 'page';
    if (document.querySelector('[data-dash-is-loading="true"]')) return 'dash';
    if (document.querySelector('.is-slow')) return 'cubes';
    if (huitian.view?.shell?.cubes && !Number(document.documentElement.dataset.painted || 0)) return 'panels';
    if (document.querySelector('.wall')) { if (isBlank()) return 'wall'; }
    else if (huitian.pulse && !huitian.pulse.state.last && !huitian.pulse.state.away) return 'pulse';      // its banner takes room
    if ([...document.images].some(image => !image.complete)) return 'images';
    if (!document.querySelector('#map')?.offsetParent) return '';        // none, or another tile's neighbour
    if (!(Number(document.body.dataset.mapReady || 0) > 0)) return 'hexagons';
    return maps().length > 0 && maps().every(m => m.loaded() && !m.isMoving()) ? '' : 'map';
  }

  /* a wall asks for its panels by itself, every two seconds; a picture does not wait for that */
  function isBlank() {
    if (huitian.wall && !huitian.wall.state.last) huitian.wall.tick();
    return !huitian.wall?.state.last || !document.querySelector('.wall .slot > *') || document.querySelector('.wall .slot:not([hidden]) > .blank') !== null;
  }

  /* A map draws some fifteen frames while it loads, the browser the whole page as often: dear on a computer without a graphics card. On a picture
     (huitian.isTaken, said by the product's own browser; not on paper) only what stands at the end is drawn; the map's own reckoning goes on. */
  const root = document.documentElement.dataset;
  let isDrawn = !huitian.isTaken;
  if (!isDrawn) {
    root.drawn = 'later';
    for (const {prototype} of [WebGLRenderingContext, WebGL2RenderingContext]) for (const name of ['drawElements', 'drawArrays', 'clear']) {
      const draw = prototype[name];
      prototype[name] = function (...given) { if (isDrawn) draw.apply(this, given); };
    }
  }

  /* on a picture names need not fade in, nor colours change by and by: each frame of a map costs a computer without a graphics card much */
  function unfading() {
    for (const map of maps()) {
      map._fadeDuration = 0;
      if (map.style?.stylesheet) map.style.stylesheet.transition = {duration: 0, delay: 0};
    }
  }

  async function still() {
    for (let frames = 0; frames < STILL_FRAMES; frames = pending() ? 0 : frames + 1) { unfading(); await frame(); }
  }

  const size = () => [innerWidth, innerHeight, document.documentElement.dataset.printTile].join(' ');

  async function settled() {
    await document.fonts.ready;
    await still();
    laid = size();
  }

  const idle = map => new Promise(done => { map.once('idle', done); map.triggerRepaint(); });

  function strip({title, signs, lines}) {
    const head = document.createElement('h2');
    made = document.createElement('section');
    made.className = 'print-caption';
    head.append(title, ...signs.map(sign => Object.assign(document.createElement('b'), {textContent: sign})));
    made.append(head, ...lines.map(line => Object.assign(document.createElement('p'), {textContent: line})));
  }

  /* whatever scrolls or ends in three dots on a screen has room on paper */
  function unroll(tile) {
    const marks = [...tile.querySelectorAll('*')].map(part => {
      const look = getComputedStyle(part), isCut = part.scrollHeight > part.clientHeight + 1 && look.overflowY === 'hidden';
      return [part, ['auto', 'scroll'].includes(look.overflowY) || isCut, look.textOverflow === 'ellipsis'];
    });
    for (const [part, isRoll, isDotted] of marks) {
      if (isDotted) part.classList.add('print-wrap'); else if (isRoll) part.classList.add('print-whole');
    }
  }

  /* the tile stays, all beside it and beside what holds it goes */
  function alone(name) {
    const found = [...document.querySelectorAll(`[data-tile="${name}"]`)].find(t => !t.hidden);
    if (!found) throw new Error('tiles:' + [...new Set([...document.querySelectorAll('[data-tile]')].map(t => t.dataset.tile))].join('、'));
    document.documentElement.dataset.printTile = name;
    found.classList.add('print-tile');
    if (found.querySelector('.js-plotly-plot:not(.map-graph *)')) found.classList.add('print-drawn'); else unroll(found);
    for (let here = found; here !== document.body; here = here.parentElement) {
      if (here !== found) here.classList.add('print-on');
      for (const other of here.parentElement.children) if (other !== here && !other.matches('.print-caption, script, style')) other.classList.add('print-off');
    }
    document.querySelectorAll('footer').forEach(f => f.classList.add('print-off'));
    return found.querySelector('h2')?.textContent.trim() || found.getAttribute('aria-label') || '';
  }

  /* a table that is wider than a brief is drawn smaller, as a whole: nothing of it is cut off */
  function shrink() {
    const tile = document.querySelector('.print-tile:not(.print-drawn):not(.map-panel)');
    if (!tile) return;
    tile.style.zoom = '';
    const right = Math.max(innerWidth, ...[...tile.querySelectorAll('table, .scroll > *, .wide > *')].map(part => part.getBoundingClientRect().right + MARGIN_PX));
    if (right > innerWidth + MARGIN_PX) tile.style.zoom = Math.max(LEAST_ZOOM, innerWidth / right).toFixed(3);
  }

  /* Plotly forgets to make room for the labels of an axis when a chart gets another size */
  async function uncut(graph) {
    const left = graph.getBoundingClientRect().left, out = [...graph.querySelectorAll('.ytick text')].map(t => left - t.getBoundingClientRect().left);
    const most = Math.max(0, ...out);
    if (most > 0) await window.Plotly.relayout(graph, {'margin.l': graph._fullLayout._size.l + Math.ceil(most) + 2});
  }

  /* Plotly waits a tenth of a second for a further change of size: asked for all at once, its own timers find nothing to do later */
  const hasGrown = graph => Math.abs(graph._fullLayout.width - graph.clientWidth) > 1 || Math.abs(graph._fullLayout.height - graph.clientHeight) > 1;

  /* the map is fitted to its last size: it was begun while the page was still growing */
  async function fit(isNew) {
    step = 'charts';
    await within(Promise.all(graphs().filter(graph => isNew || hasGrown(graph)).map(graph => window.Plotly.Plots.resize(graph))));
    await within(Promise.all(graphs().map(uncut)));
    step = 'fitting';
    maps().forEach(map => map.resize());
    if (maps().length) await huitian.map.reset();
    if (maps().length && isNew && huitian.view?.cells) await within(huitian.map.paint({cube: huitian.view.cells, areas: huitian.view.areas, view: huitian.view.state}));     // names find other places
    await still();
    isDrawn = true;
    delete root.drawn;
    await within(Promise.all(maps().map(idle)));
    await still();
  }

  async function rearranged() {
    step = 'arranging';
    window.dispatchEvent(new Event('resize'));
    huitian.view?.repaint?.();
    await frame();
    shrink();
    await frame();
  }

  const bottom = () => made.isConnected ? made.getBoundingClientRect().bottom + window.scrollY : document.documentElement.scrollHeight;
  const scrolled = () => made.isConnected ? 0 : Math.max(0, ...[...document.querySelectorAll('.main')].map(main => main.scrollHeight - main.clientHeight));
  const height = () => Math.ceil(bottom() + scrolled());

  async function finished() {
    const now = size(), isNew = now !== laid;
    laid = now;
    if (isNew) await rearranged();
    await fit(isNew);
    return height();
  }

  /* here it is only measured: finished() draws it in its last size */
  async function dress(wanted) {
    document.activeElement?.blur?.();
    const name = wanted.tile ? alone(wanted.tile) : '';
    strip({...wanted, title: [wanted.title, name].filter(Boolean).join(' · ')});
    if (wanted.tile) document.body.insertBefore(made, document.querySelector('#react-entry-point')?.nextSibling ?? null);
    if (wanted.tile) await rearranged();
    return {name, height: height()};
  }

  async function shown() {
    step = 'strip';
    made.classList.add('over');
    document.body.append(made);
    made.style.height = `${Math.ceil(made.getBoundingClientRect().height)}px`;
    await frame();
    await frame();
    return made.getBoundingClientRect().height;
  }

  /* a wall's pages do not turn, no alarm brings another up, no phone leads it elsewhere: the picture is of what was asked for */
  document.addEventListener('DOMContentLoaded', () => { if (document.documentElement.dataset.print) huitian.wall?.pause(HOUR_S); });

  const waits = () => { try { return [step, pending(), document.visibilityState].join(' '); } catch (error) { return error.message; } };

  huitian.print = {settled, dress, finished, strip: shown, waits};
})();
