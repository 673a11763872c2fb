/* The page as a picture, for the product's own browser (dashboard/snapshots), which asks in this order:

   settled()          resolves when panels, map and type are drawn
   dress({tile, title, signs, lines})   puts the caption strip on, leaves only the tile; resolves with the height that the whole needs
   finished()         resolves when all is drawn in its last size and stands still */
(() => {
  'use strict';
  const huitian = window.huitian = window.huitian || {};
  const STILL_FRAMES = 3;

  const frame = () => new Promise(done => requestAnimationFrame(done));
  const graphs = () => [...document.querySelectorAll('.js-plotly-plot')].filter(g => g._fullLayout && g.offsetParent !== null);
  const maps = () => graphs().map(g => g._fullLayout.map?._subplot?.map).filter(Boolean);

  function hasSettled() {
    const refusal = document.querySelector('#page .refusal p');
    if (refusal) throw new Error(refusal.textContent);
    if (document.title === '' || !document.querySelector('.desk-page, .wall') || document.querySelector('[data-dash-is-loading="true"], .is-slow')) return false;
    if (huitian.view?.shell?.cubes && !Number(document.documentElement.dataset.painted || 0)) return false;
    if (!document.querySelector('#map')) return true;
    return Number(document.body.dataset.mapReady || 0) > 0 && maps().length > 0 && maps().every(m => m.loaded() && !m.isMoving());
  }

  async function still() {
    for (let frames = 0; frames < STILL_FRAMES; frames = hasSettled() ? frames + 1 : 0) await frame();
  }

  async function settled() {
    await document.fonts.ready;
    await still();
  }

  const idle = map => new Promise(done => { map.once('idle', done); map.triggerRepaint(); });

  function strip({title, signs, lines}) {
    const made = document.createElement('section'), head = document.createElement('h2');
    made.className = 'print-caption';
    head.append(title, ...signs.map(sign => Object.assign(document.createElement('b'), {textContent: sign})));
    made.append(head, ...lines.map(line => Object.assign(document.createElement('p'), {textContent: line})));
    document.body.insertBefore(made, document.querySelector('#react-entry-point')?.nextSibling ?? null);
  }

  /* the tile stays, all beside it and beside what holds it goes */
  function alone(name) {
    const found = [...document.querySelectorAll(`[data-tile="${name}"]`)].find(t => !t.hidden);
    if (!found) throw new Error('tiles:' + [...new Set([...document.querySelectorAll('[data-tile]')].map(t => t.dataset.tile))].join('、'));
    document.documentElement.dataset.printTile = name;
    found.classList.add('print-tile');
    if (found.querySelector('.js-plotly-plot, .chart')) found.classList.add('print-drawn');
    for (let here = found; here !== document.body; here = here.parentElement) {
      if (here !== found) here.classList.add('print-on');
      for (const other of here.parentElement.children) if (other !== here && !other.matches('.print-caption, script, style')) other.classList.add('print-off');
    }
    document.querySelectorAll('footer').forEach(f => f.classList.add('print-off'));
  }

  async function fit() {
    window.dispatchEvent(new Event('resize'));
    for (const graph of graphs()) window.Plotly?.Plots.resize(graph);
    huitian.view?.repaint?.();
    await frame();
    await Promise.all(maps().map(map => { map.resize(); return idle(map); }));
    await still();
  }

  async function dress(wanted) {
    document.activeElement?.blur?.();
    if (wanted.tile) alone(wanted.tile);
    strip(wanted);
    await fit();
    const last = document.querySelector('.print-caption').getBoundingClientRect().bottom + window.scrollY;
    return Math.ceil(wanted.tile ? last : Math.max(last, document.documentElement.scrollHeight));
  }

  huitian.print = {settled, dress, finished: fit};
})();
