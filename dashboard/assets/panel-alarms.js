/* Notices that a rule of the pack gives rise to (shell.rules): a feed that stopped, a category that rose beyond its usual, too many without a point. */
(() => {
  'use strict';
  const huitian = window.huitian = window.huitian || {};
  const {esc, text, count, fixed, rate} = huitian.format;
  const painters = huitian.painters = huitian.painters || [];
  const WEEK = 7, SHOWN = 4;
  let isOpen = false;
  const {dayOf, isoOf} = huitian.cube;

  const lastWholeDay = shell => dayOf(shell.as_of) - (shell.as_of.slice(11, 16) < '23:00' ? 1 : 0);

  const weeks = (last, back) => ({from: isoOf(last - WEEK * (back + 1) + 1), to: isoOf(last - WEEK * back)});

  function rises({areas, shell, view}) {
    const {rise_ratio, rise_min_count: rise_min, rise_weeks} = shell.rules, last = Math.min(lastWholeDay(shell), dayOf(view.to)), found = [];
    const base = {from: weeks(last, rise_weeks).from, to: weeks(last, 1).to};
    if (areas.header.step !== 'day' || !huitian.panels.reaches(areas, base)) return [];
    for (const key of areas.keys.filter(Boolean)) {
      const now = huitian.cube.sum(areas, {...weeks(last, 0), key, by: 'category'}), before = huitian.cube.sum(areas, {...base, key, by: 'category'});
      areas.categories.forEach((c, i) => {
        const mean = before[i] / rise_weeks;
        if (c && now[i] >= rise_min && mean > 0 && now[i] / mean >= rise_ratio) found.push({key, category: i, n: now[i], mean, times: now[i] / mean});
      });
    }
    return found.sort((a, b) => b.times - a.times).map(f => ({glyph: 'warn', word: text('alarm_warn'), at: '',
      title: text('alarm_rise', {area: shell.names[f.key], category: areas.header.category_names[f.category], times: fixed(f.times)}),
      note: text('alarm_rise_note', {n: count(f.n), mean: fixed(f.mean)})}));
  }

  function stopped({shell}) {
    if (!shell.stale_words) return [];
    return [{glyph: 'stale', word: text('alarm_stale'), at: shell.age_words, title: text('alarm_stopped'), note: text('as_of', {at: shell.as_of_words})}];
  }

  function unplaced({areas, view, shell}) {
    const found = huitian.panels.totals(areas, huitian.panels.period(view)), share = found.count ? found.unplaced / found.count : 0;
    if (share < shell.rules.unplaced_share) return [];
    return [{glyph: 'notice', word: text('alarm_notice'), at: '', title: text('alarm_unplaced', {share: rate(share)}), note: text('alarm_unplaced_note', {n: count(found.unplaced)})}];
  }

  function draw(given) {
    const box = huitian.panels.box('alarms');
    if (!box || huitian.panels.emptied(box, given.areas)) return;
    const found = [...stopped(given), ...rises(given), ...unplaced(given)], warned = found.filter(f => f.glyph === 'warn').length;
    document.querySelector('[data-part="alarms-sub"]').textContent = text('alarms_sub', {warn: warned, rest: found.length - warned});
    const shown = isOpen || found.length <= SHOWN + 1 ? found : found.slice(0, SHOWN), hidden = found.length - shown.length;
    const fold = hidden || isOpen ? `<li class="fold"><button type="button" class="linklike" data-act="open-alarms">${esc(hidden ? text('alarms_rest', {n: hidden}) : text('fold'))}</button></li>` : '';
    box.innerHTML = found.length ? shown.map(f => `<li><i class="g g-${f.glyph}"></i><p title="${esc(f.title)}">${esc(f.title)}</p><time>${esc(f.at)}</time><small><b>${esc(f.word)}</b>${esc(f.note)}</small></li>`).join('') + fold
      : `<li><i class="g g-ok"></i><p>${esc(text('alarms_none'))}</p><time></time><small>${esc(text('alarms_none_note', {ratio: given.shell.rules.rise_ratio, min: given.shell.rules.rise_min_count}))}</small></li>`;
  }

  document.addEventListener('click', ({target}) => {
    if (target.closest('[data-act="open-alarms"]')) { isOpen = !isOpen; huitian.view.repaint(); }
  });

  painters.push(draw);
})();
