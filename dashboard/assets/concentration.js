/* 统计显著聚集区 on hexagons: who touches whom, Getis-Ord Gi*, and one outline round each group. Pure: numbers and rings in, numbers and lines out.

   Gi* as Ord & Getis 1995, binary weights, the cell and its six neighbours, over all cells of the view that ever had a record;
   upper tail, Benjamini-Hochberg at 5 %. Two cells are neighbours when their rings share an edge, so no grid library is needed. */
(() => {
  'use strict';
  const huitian = window.huitian = window.huitian || {};
  const FALSE_SHARE = 0.05;
  const SCALE = 1e5;              // rings come rounded to 5 decimals: equal corners are equal numbers
  const WIDE = 1e8;

  const corner = ([lon, lat]) => Math.round(lon * SCALE) * WIDE + Math.round(lat * SCALE);

  /* rings: closed [[lon, lat], ...] of each cell, null where there is none -> {near: Int32Array[], corners} */
  function mesh(rings) {
    const owner = new Map(), corners = rings.map(r => r ? r.slice(0, -1).map(corner) : []);
    const next = (list, i) => list[(i + 1) % list.length];
    corners.forEach((list, cell) => list.forEach((a, i) => owner.set(a + ':' + next(list, i), cell)));
    const near = corners.map(list => list.map((a, i) => owner.get(next(list, i) + ':' + a) ?? -1));
    return {near, corners, rings};
  }

  /* z of Gi* for each cell; NaN where it cannot be said */
  function scores(counts, {near}) {
    const n = near.length;
    let mean = 0, square = 0;
    for (let i = 0; i < n; i++) { mean += counts[i] / n; square += counts[i] * counts[i] / n; }
    const deviation = Math.sqrt(Math.max(0, square - mean * mean)), z = new Float64Array(n).fill(NaN);
    if (!deviation || n < 8) return z;
    for (let i = 0; i < n; i++) {
      let around = counts[i], weight = 1;
      for (const j of near[i]) if (j >= 0) { around += counts[j]; weight++; }
      z[i] = (around - weight * mean) / (deviation * Math.sqrt((n * weight - weight * weight) / (n - 1)));
    }
    return z;
  }

  /* P(Z > z) of the normal law; relative error below 1.2e-7 (Chebyshev fit of erfc) */
  function upperTail(z) {
    const x = Math.abs(z) / Math.SQRT2, t = 1 / (1 + x / 2);
    const fit = [0.17087277, -0.82215223, 1.48851587, -1.13520398, 0.27886807, -0.18628806, 0.09678418, 0.37409196, 1.00002368, -1.26551223];
    const half = t * Math.exp(-x * x + fit.reduce((sum, c) => sum * t + c, 0)) / 2;
    return z >= 0 ? half : 1 - half;
  }

  /* indices of significant cells that hold at least `least` records */
  function significant(counts, grid, least) {
    const z = scores(counts, grid), p = Array.from(z, v => Number.isNaN(v) ? 1 : upperTail(v));
    const order = p.map((_, i) => i).sort((a, b) => p[a] - p[b]);
    let limit = -1;
    order.forEach((cell, rank) => { if (p[cell] <= FALSE_SHARE * (rank + 1) / p.length) limit = p[cell]; });
    return order.filter(i => p[i] <= limit && counts[i] >= least);
  }

  /* what is outlined for them: a significant cell stands for itself and its neighbours, of which those above the mean are the concentration */
  function zone(hot, counts, {near}, least) {
    const mean = counts.reduce((a, b) => a + b, 0) / counts.length, found = new Set();
    for (const i of hot) for (const j of [i, ...near[i]]) if (j >= 0 && counts[j] >= Math.max(least, mean)) found.add(j);
    return [...found];
  }

  /* closed lines round the union of `cells`: an edge stays when nobody of the group is on its other side */
  function outline(cells, {near, corners, rings}) {
    const inside = new Set(cells), step = new Map();
    for (const cell of cells) corners[cell].forEach((a, i) => {
      if (!inside.has(near[cell][i])) step.set(a, {to: corners[cell][(i + 1) % corners[cell].length], at: rings[cell][i]});
    });
    const lines = [];
    while (step.size) {
      const first = step.keys().next().value, line = [];
      for (let a = first; step.has(a);) { const edge = step.get(a); step.delete(a); line.push(edge.at); a = edge.to; }
      lines.push([...line, line[0]]);
    }
    return lines;
  }

  huitian.concentration = {mesh, scores, significant, zone, outline};
})();
