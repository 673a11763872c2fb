/* Numbers, dates and changes as the look writes them; returns text or HTML, touches no page.

   huitian.format.count(2946) "2,946"   .rate(.947) "94.7"   .day("2026-07-16", today) "07-16"   .span(from, to) "06-17 至 07-16"
   huitian.format.change({now, before, worse, kind, isDense}) -> HTML of an arrow and a signed figure
     kind "count": per cent, or the difference in 件 where the earlier figure is under 30;  "rate": points, each side {part, whole}
     worse "up" | "down" | "neither": which direction is bad;  now, before: null where there is none
   huitian.format.text(name, {n: 3}) -> a sentence of dashboard/texts.py with its gaps filled */
(() => {
  'use strict';
  const huitian = window.huitian = window.huitian || {};
  const FEW = 30;               // a percentage of fewer than 30 says nothing
  const NEUTRAL_PCT = 5;        // in dense charts
  const ARROWS = {up: 'M5 1L9.4 9H.6Z', down: 'M5 9L9.4 1H.6Z', flat: 'M.6 5H9.4'};
  let texts = {};

  const esc = s => String(s).replace(/[&<>"']/g, c => ({'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;'})[c]);
  const count = n => Math.abs(n) >= 1000 ? String(Math.round(n)).replace(/\B(?=(\d{3})+$)/g, ',') : String(Math.round(n));
  const fixed = n => n.toFixed(1);
  const rate = share => fixed(share * 100);
  const signed = (n, show) => (n > 0 ? '+' : n < 0 ? '−' : '') + show(Math.abs(n));
  const day = (iso, today) => iso.slice(0, 4) === (today || iso).slice(0, 4) ? iso.slice(5, 10) : iso.slice(0, 10);
  const span = (from, to, today) => from === to ? day(from, today) : `${day(from, today)} 至 ${day(to, today)}`;
  const moment = (at, today) => at.slice(0, 10) === today ? at.slice(11, 16) : day(at, today) + ' ' + at.slice(11, 16);

  function text(name, gaps = {}) {
    const found = texts[name];
    return found === undefined ? name : found.replace(/\{(\w+)\}/g, (whole, key) => key in gaps ? gaps[key] : whole);
  }

  function arrow(direction) { return `<svg viewBox="0 0 10 10" aria-hidden="true"><path d="${ARROWS[direction]}"/></svg>`; }

  function mark(delta, worse, label, isNeutral) {
    if (!delta) return `<span class="d flat">${arrow('flat')}${esc(text('flat'))}</span>`;
    const mood = isNeutral || worse === 'neither' ? 'flat' : (delta > 0) === (worse === 'up') ? 'bad' : 'good';
    return `<span class="d ${mood}">${arrow(delta > 0 ? 'up' : 'down')}${esc(label)}</span>`;
  }

  const none = tip => `<span class="d none"${tip ? ` title="${esc(tip)}"` : ''}>—</span>`;

  function countChange({now, before, worse, isDense}) {
    if (before < FEW) return mark(now - before, worse, signed(now - before, count) + ' ' + text('unit_case'), isDense);
    const pct = (now - before) / before * 100, shown = isDense ? Math.round(pct) : Math.round(pct * 10) / 10;
    return mark(shown, worse, signed(shown, isDense ? count : fixed) + '%', isDense && Math.abs(pct) < NEUTRAL_PCT);
  }

  function rateChange({now, before, worse}) {
    if (now.whole < FEW || before.whole < FEW) return none(text('few_base'));
    const points = Math.round((now.part / now.whole - before.part / before.whole) * 1000) / 10;
    return mark(points, worse, signed(points, fixed) + ' ' + text('points'), false);
  }

  function change(asked) {
    if (asked.before === null || asked.now === null) return none(text('no_earlier'));
    return asked.kind === 'rate' ? rateChange(asked) : countChange(asked);
  }

  huitian.format = {esc, count, rate, fixed, signed, day, span, moment, text, change, learn: found => { texts = found; }};
})();
