/* The cube in the browser: fetches HTC1 files (layout in dashboard/queries/cube.py) and sums them. Draws nothing; asks the server once a file.

   huitian.cube.load(url) -> Promise<Cube>      {header, keys, categories, starts (ISO date of each step), arrays: {name: TypedArray}, keyAt: Map}
   huitian.cube.sum(cube, {from, to, categories, by, measure, key})
     from, to     ISO dates, both included; the cube's whole steps that hold them count
     categories   level-1 codes, or null for all
     by           "key" | "category" | "step" -> Float64Array;  "total" -> number
     measure      column to sum, "count" unless told;  key: only this cell or area
   huitian.cube.span(cube, {from, to}) -> {lo, hi, from, to, isSnapped, isCovered}   step range [lo, hi), the dates it really stands for
   A bound cube (header.is_bound: small counts hidden) was cut for one period and choice of categories: its one step is the answer whatever is asked,
   and "*" is its one category. huitian.view asks for another one when the filter changes.
   huitian.cube.previous(period), .lastYear(period) -> {from, to}                     the period before, and the same dates a year back */
(() => {
  'use strict';
  const huitian = window.huitian = window.huitian || {};
  const TYPES = {u1: Uint8Array, u2: Uint16Array, u4: Uint32Array, f8: Float64Array};
  const KEPT = 8;
  const DAY_MS = 86400000;
  const loaded = new Map();

  const dayOf = iso => Math.round(Date.parse(iso.slice(0, 10) + 'T00:00:00Z') / DAY_MS);
  const isoOf = day => new Date(day * DAY_MS).toISOString().slice(0, 10);

  function load(url) {
    if (!loaded.has(url)) {
      const answer = fetch(url, {credentials: 'same-origin'}).then(r => {
        if (!r.ok) throw new Error(`汇总数据取不到（${r.status}）`);
        return r.arrayBuffer();
      }).then(decode);
      answer.catch(() => loaded.delete(url));
      loaded.set(url, answer);
      if (loaded.size > KEPT) loaded.delete(loaded.keys().next().value);
    }
    return loaded.get(url);
  }

  function decode(buffer) {
    const bytes = new Uint8Array(buffer, 0, 4);
    if (String.fromCharCode(...bytes) !== 'HTC1') throw new Error('汇总数据不是 HTC1 格式');
    const start = 8 + new DataView(buffer).getUint32(4, true);
    const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 8, start - 8)));
    const arrays = {};
    for (const a of header.arrays) arrays[a.name] = new TYPES[a.dtype](buffer, start + a.offset, a.length);
    const days = !header.steps ? [] : header.step === 'day' ? Array.from({length: header.steps}, (_, i) => dayOf(header.from) + i) : header.dates.map(dayOf);
    return {header, arrays, days, starts: days.map(isoOf), keys: header.keys, categories: header.categories,
      keyAt: new Map(header.keys.map((k, i) => [k, i]))};
  }

  /* first day after step i */
  function endOf(cube, i) {
    if (i + 1 < cube.days.length) return cube.days[i + 1];
    const first = cube.days[i];
    if (cube.header.step === 'day') return first + 1;
    if (cube.header.step === 'week') return first + 7;
    const d = new Date(first * DAY_MS);
    return Math.round(Date.UTC(d.getUTCFullYear(), d.getUTCMonth() + 1, 1) / DAY_MS);
  }

  function span(cube, {from, to}) {
    const a = dayOf(from), b = dayOf(to), n = cube.days.length;
    let lo = 0, hi = n;
    while (lo < n && endOf(cube, lo) <= a) lo++;
    while (hi > lo && cube.days[hi - 1] > b) hi--;
    if (cube.header.is_bound && n) {
      const first = cube.starts[0], last = cube.header.to;
      return {lo: 0, hi: 1, from: first, to: last, isSnapped: first !== from || last !== to, isCovered: true};
    }
    if (lo >= hi) return {lo, hi: lo, from, to, isSnapped: false, isCovered: false};
    const first = cube.days[lo], last = endOf(cube, hi - 1) - 1, isDay = cube.header.step === 'day';
    return {lo, hi, from: isDay ? from : isoOf(first), to: isDay ? to : isoOf(last), isSnapped: !isDay && (first !== a || last !== b),
      isCovered: a >= cube.days[0]};
  }

  /* first entry whose step is not below `step`; entries are sorted by step */
  function lowerBound(steps, step) {
    let lo = 0, hi = steps.length;
    while (lo < hi) { const mid = (lo + hi) >> 1; if (steps[mid] < step) lo = mid + 1; else hi = mid; }
    return lo;
  }

  function mask(cube, categories) {
    return Uint8Array.from(cube.categories, c => cube.header.is_bound || categories === null || categories === undefined || categories.includes(c) ? 1 : 0);
  }

  function sum(cube, {from, to, categories = null, by = 'total', measure = 'count', key = null}) {
    const {lo, hi} = span(cube, {from, to}), {step, category, key: keys} = cube.arrays, values = cube.arrays[measure];
    const wanted = mask(cube, categories), only = key === null ? -1 : cube.keyAt.get(key) ?? -2;
    const size = {key: cube.keys.length, category: cube.categories.length, step: hi - lo, total: 1}[by];
    const group = {key: keys, category, step, total: null}[by], shift = by === 'step' ? lo : 0;
    const out = new Float64Array(size), end = lowerBound(step, hi);
    for (let i = lowerBound(step, lo); i < end; i++) {
      if (!wanted[category[i]] || (only !== -1 && keys[i] !== only)) continue;
      out[group ? group[i] - shift : 0] += values[i];
    }
    return by === 'total' ? out[0] : out;
  }

  function previous({from, to}) {
    const a = dayOf(from), days = dayOf(to) - a + 1;
    return {from: isoOf(a - days), to: isoOf(a - 1)};
  }

  function lastYear({from, to}) {
    const back = iso => {
      const [y, m, d] = iso.split('-').map(Number), last = new Date(Date.UTC(y - 1, m, 0)).getUTCDate();
      return isoOf(Math.round(Date.UTC(y - 1, m - 1, Math.min(d, last)) / DAY_MS));
    };
    return {from: back(from), to: back(to)};
  }

  huitian.cube = {load, decode, sum, span, previous, lastYear, dayOf, isoOf};
})();
