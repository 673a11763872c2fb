/* The plates over the map: title, what is not on the map, scale, hover tip. Text comes from the figure's meta (dashboard/texts.py); this only fills it in. */
(() => {
  'use strict';
  const huitian = window.huitian = window.huitian || {};
  const SCALE_MAX_PX = 110;
  const METRES = [100, 200, 500, 1000, 2000, 5000, 10000, 20000, 50000];
  const EARTH_M = 40075016.686;

  const put = (id, text) => { const e = document.getElementById(id); if (e && e.textContent !== text) e.textContent = text; };
  const number = n => Math.round(n).toLocaleString('en-US');
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, k) => values[k] ?? '');

  /* 07-16 within the year of `to`, 2025-07-16 across years */
  const dates = (from, to) => [from, to].map(d => from.slice(0, 4) === to.slice(0, 4) ? d.slice(5) : d);

  function title(meta, {from, to, total, asOf}) {
    const [a, b] = dates(from, to);
    put('map-sum', asOf ? fill(meta.texts.title, {from: a, to: b, total: number(total), time: asOf.slice(11, 16), day: asOf.slice(5, 10)}) : meta.texts.empty);
  }

  function rough(meta, {coarse, unplaced, total}) {
    const share = total ? (100 * (coarse + unplaced) / total).toFixed(1) : '0.0';
    put('map-rough', coarse + unplaced ? fill(meta.texts.rough, {rough: number(coarse + unplaced), coarse: number(coarse), unplaced: number(unplaced), share}) : '');
  }

  const quiet = () => { put('map-sum', ''); put('map-rough', ''); };

  function scale(map) {
    const unit = parseFloat(getComputedStyle(document.documentElement).fontSize) / 10;
    const metresPerPx = EARTH_M * Math.cos(map.getCenter().lat * Math.PI / 180) / (512 * 2 ** map.getZoom());
    const metres = METRES.filter(m => m / metresPerPx <= SCALE_MAX_PX * unit).pop() || METRES[0];
    const bar = document.getElementById('map-scale-bar');
    if (bar) bar.style.width = `${Math.round(metres / metresPerPx)}px`;
    put('map-scale-text', metres >= 1000 ? `${metres / 1000} km` : `${metres} m`);
  }

  function tip(point, lines) {
    const e = document.getElementById('map-tip');
    if (!e) return;
    if (!lines) { e.hidden = true; return; }
    e.replaceChildren(...lines.map((text, i) => { const p = document.createElement(i === 1 ? 'b' : 'span'); p.textContent = text; return p; }));
    e.hidden = false;
    const room = e.parentElement.getBoundingClientRect(), own = e.getBoundingClientRect();
    e.style.left = `${Math.min(point.x + 14, room.width - own.width - 6)}px`;
    e.style.top = `${point.y + 18 + own.height > room.height ? point.y - own.height - 12 : point.y + 18}px`;
  }

  function problem(text) {
    const e = document.getElementById('map-problem');
    if (e) { e.textContent = text; e.hidden = !text; }
  }

  huitian.plate = {title, rough, quiet, scale, tip, problem, number, fill};
})();
