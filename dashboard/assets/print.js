/* The page as a picture, for the product's own browser (dashboard/snapshots), which asks in this order:

   settled()          resolves when panels, map and type are drawn
   dress({tile, title, signs, lines})   leaves only the tile, puts the caption strip on; resolves with {name of the tile, height that the whole needs}
   finished()         resolves when all is drawn in its last size and stands still */
(() => {
  'use strict';
  const huitian = window.huitian = window.huitian || {};
  const STILL_FRAMES = 3, GONE_MS = 4000;

  const frame = () => new Promise(done => requestAnimationFrame(done));
  const graphs = () => [...document.querySelectorAll('.js-plotly-plot')].filter(g => g._fullLayout && g.offsetParent !== null);
  const maps = () => graphs().map(g => g._fullLayout.map?._subplot?.map).filter(Boolean);

  function hasSettled() {
    const refusal = document.querySelector('#page .refusal p');
    if (refusal) throw new Error(refusal.textContent);
    if (document.title === '' || !document.querySelector('.desk-page, .wall') || document.querySelector('[data-dash-is-loading="true"], .is-slow')) return false;
    if (huitian.view?.shell?.cubes && !Number(document.documentElement.dataset.painted || 0)) return false;
    if (huitian.pulse && !huitian.pulse.state.last && !huitian.pulse.state.away) return false;      // its banner takes room
    if (!document.querySelector('#map')?.offsetParent) return true;        // none, or another tile's neighbour
    return Number(document.body.dataset.mapReady || 0) > 0 && maps().length > 0 && maps().every(m => m.loaded() && !m.isMoving());
  }

  /* names need not fade in on a picture */
  const unfading = () => maps().forEach(map => { map._fadeDuration = 0; });

  async function still() {
    for (let frames = 0; frames < STILL_FRAMES; frames = hasSettled() ? frames + 1 : 0) { unfading(); await frame(); }
  }

  async function settled() {
    await document.fonts.ready;
    await still();
  }

  /* a map that Plotly takes away meanwhile is never idle: what stands in its place is waited for by still() */
  const idle = map => new Promise(done => { map.once('idle', done); map.triggerRepaint(); setTimeout(done, GONE_MS); });

  function strip({title, signs, lines}) {
    const made = document.createElement('section'), head = document.createElement('h2');
    made.className = 'print-caption';
    head.append(title, ...signs.map(sign => Object.assign(document.createElement('b'), {textContent: sign})));
    made.append(head, ...lines.map(line => Object.assign(document.createElement('p'), {textContent: line})));
    document.body.insertBefore(made, document.querySelector('#react-entry-point')?.nextSibling ?? null);
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

  /* Plotly forgets to make room for the labels of an axis when a chart gets another size */
  async function uncut(graph) {
    const left = graph.getBoundingClientRect().left, out = [...graph.querySelectorAll('.ytick text')].map(t => left - t.getBoundingClientRect().left);
    const most = Math.max(0, ...out);
    if (most > 0) await window.Plotly.relayout(graph, {'margin.l': graph._fullLayout._size.l + Math.ceil(most) + 2});
  }

  /* the map is fitted to its last size: it was begun while the page was still growing */
  async function fit() {
    window.dispatchEvent(new Event('resize'));
    huitian.view?.repaint?.();
    await frame();
    for (const graph of graphs()) await window.Plotly?.Plots.resize(graph);
    for (const graph of graphs()) await uncut(graph);
    maps().forEach(map => map.resize());
    if (maps().length) await huitian.map.reset();
    await Promise.all(maps().map(idle));
    await still();
  }

  const below = () => document.querySelector('.print-caption').getBoundingClientRect().bottom + window.scrollY;
  const scrolled = () => Math.max(0, ...[...document.querySelectorAll('.main')].map(main => main.scrollHeight - main.clientHeight));

  async function dress(wanted) {
    document.activeElement?.blur?.();
    const name = wanted.tile ? alone(wanted.tile) : '';
    strip({...wanted, title: [wanted.title, name].filter(Boolean).join(' · ')});
    await fit();
    return {name, height: Math.ceil(wanted.tile ? below() : Math.max(below(), document.documentElement.scrollHeight) + scrolled())};
  }

  huitian.print = {settled, dress, finished: fit};
})();
