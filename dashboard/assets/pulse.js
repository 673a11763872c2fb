/* The pulse of the page: asks /api/pulse every few seconds and says in banners what has changed since the page was drawn. What stands on the page stays.

   Kinds of banner, each with shape, word and sentence: away (store or server do not answer), ended (the sign-in), clock (this machine's or the server's),
   stale (no new data). New data brings the page up to date in place and says so for a while. On a wall it only waits for the first
   page: afterwards assets/wall-banners.js speaks.
   huitian.pulse.tick() asks now, .state {away, since, ended, clock, stale, messages, last} is for tests and for other scripts to read. */
(() => {
  'use strict';
  const huitian = window.huitian = window.huitian || {};
  const EVERY_MS = 3000, AWAY_MS = 2000, HIDDEN_MS = 30000, PATIENCE_MS = 1500, NEWS_MS = 8000;
  const IS_WALL = document.documentElement.dataset.screen === 'wall';
  const CLOCK_MINUTES = 2;            // a difference below is not worth a line
  const SPREAD_MS = 1500;             // not every browser asks for its page in the same moment
  const PATIENT_PULSES = 4;           // so many may pass before a page that has not come is asked for again
  const GLYPH = {away: 'alarm', ended: 'warn', clock: 'warn', stale: 'stale', message: 'notice'};
  const state = {away: '', since: null, ended: false, clock: 0, stale: '', messages: [], last: null, heardAt: 0, isOwed: false, unlaid: 0};
  let timer = 0, isAsking = false, news = 0;

  const texts = JSON.parse(document.body.dataset.pulse || '{}');
  const say = (name, gaps = {}) => (texts[name] || name).replace(/\{(\w+)\}/g, (whole, key) => key in gaps ? gaps[key] : whole);
  const esc = text => huitian.format.esc(text);
  const SHANGHAI = new Intl.DateTimeFormat('zh-CN', {hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: 'Asia/Shanghai'});
  /* the server's time, told at the last pulse and run on by a watch that nobody can set; this machine's own before the first */
  const now = () => !state.last ? new Date() : new Date(Date.parse(state.last.now) + (state.last.is_fixed ? 0 : performance.now() - state.heardAt));
  const shell = () => huitian.view && huitian.view.shell;
  const asOf = () => {
    const at = (state.last && state.last.as_of) || (shell() && shell().as_of) || '';
    return at ? at.slice(5, 16).replace('T', ' ') : '';
  };

  function rows() {
    const found = [];
    if (state.ended) found.push(['ended', say('ended'), say('ended_what', {at: asOf()}), `<a href="/sign-in?next=${encodeURIComponent(location.pathname + location.search)}">${esc(say('sign_in'))}</a>`]);
    if (state.away) found.push(['away', say(state.away), say(asOf() ? 'kept' : 'kept_none', {at: asOf()}), esc(say('since', {at: SHANGHAI.format(state.since)}))]);
    if (state.clock) found.push(['clock', say('clock'), say(state.clock > 0 ? 'clock_ahead' : 'clock_behind', {minutes: Math.abs(state.clock)}), '']);
    if (state.stale && !state.away) found.push(['stale', state.stale, say('stale_what', {at: asOf()}), '']);
    for (const message of state.messages) { const [head, ...rest] = message.split('：'); found.push(['message', head, rest.join('：'), '']); }
    return found;
  }

  const row = ([kind, head, what, end]) =>
    `<p data-banner="${kind}"><i class="g g-${GLYPH[kind]}"></i><b>${esc(head)}</b><span>${esc(what)}</span>${end ? `<span class="end">${end}</span>` : ''}</p>`;

  /* the page brings a place for banners; while there is none yet (first load during an outage) they stand alone */
  function box() {
    const placed = document.querySelector('.desk-page .banners'), alone = document.getElementById('banners-alone');
    if (placed) { if (alone) alone.remove(); return placed; }
    if (alone || !huitian.format) return alone;
    const made = document.createElement('div');
    made.id = 'banners-alone';
    made.className = 'banners';
    made.setAttribute('role', 'status');
    document.body.prepend(made);
    return made;
  }

  function draw() {
    const into = box();
    if (!into) return;
    const html = rows().map(row).join('');
    if (into.dataset.drawn === html) return;
    into.dataset.drawn = html;
    into.innerHTML = html;
    document.documentElement.dataset.banners = rows().map(r => r[0]).join(' ');
    window.dispatchEvent(new Event('resize'));
  }

  function tell(text) {
    clearTimeout(news);
    const old = document.getElementById('news');
    if (old) old.remove();
    const chip = document.createElement('p');
    chip.id = 'news';
    chip.setAttribute('role', 'status');
    chip.innerHTML = `<i class="g g-ok"></i>${esc(text)}`;
    document.body.append(chip);
    news = setTimeout(() => chip.remove(), NEWS_MS);
  }

  function again() {
    if (huitian.nav && document.visibilityState !== 'hidden') huitian.nav.again();
    else state.isOwed = true;
  }

  function showAge(found) {
    const tag = document.querySelector('[data-age]');
    if (tag && found.age && !found.stale) tag.lastChild.textContent = found.age;
  }

  function heard(found, askedAt) {
    const before = state.last, wasAway = state.away, wasEnded = state.ended, middle = (askedAt + Date.now()) / 2;
    const minutes = found.is_fixed ? 0 : Math.round((middle - Date.parse(found.now)) / 60000);
    Object.assign(state, {away: '', since: null, ended: false, stale: found.stale, messages: found.messages, last: found,
      clock: Math.abs(minutes) >= CLOCK_MINUTES ? minutes : 0});
    const isNew = before && found.version && before.version && before.version !== found.version;
    const isLaid = document.querySelector('.desk-page, .wall');
    state.unlaid = isLaid ? 0 : state.unlaid + 1;
    const hasTurned = shell() && isLaid && before && before.stale === '' && found.stale !== '' && !shell().stale_words;
    state.heardAt = performance.now();
    if (rests()) return;                // laid out while this was asked: from now on the wall asks for itself, or it would be laid out twice
    if (isNew && !wasAway) { again(); tell(say('news', {at: asOf()})); }
    else if (wasAway || wasEnded || (state.unlaid && state.unlaid % PATIENT_PULSES === 0) || hasTurned) setTimeout(again, wasAway ? Math.random() * SPREAD_MS : 0);
    showAge(found);
  }

  function failed(kind) {
    if (!state.away) state.since = now();
    state.away = kind;
  }

  async function ask() {
    const giveUp = new AbortController(), limit = setTimeout(() => giveUp.abort(), PATIENCE_MS), askedAt = Date.now();
    try {
      const answer = await fetch('/api/pulse', {cache: 'no-store', credentials: 'same-origin', signal: giveUp.signal});
      if (answer.status === 401) Object.assign(state, {ended: true, away: ''});
      else if (answer.ok) heard(await answer.json(), askedAt);
      else if (answer.status >= 500) failed('store');
    } catch {
      failed('server');
    } finally {
      clearTimeout(limit);
    }
  }

  /* a wall that is laid out asks for its own news */
  function rests() {
    if (!IS_WALL || !document.querySelector('.wall')) return false;
    const alone = document.getElementById('banners-alone');
    if (alone) alone.remove();
    return true;
  }

  async function tick() {
    clearTimeout(timer);
    if (isAsking || rests()) return;
    isAsking = true;
    const askedAt = Date.now();
    try {
      await ask();
      draw();
    } finally {
      isAsking = false;
      const every = document.hidden ? HIDDEN_MS : state.away ? AWAY_MS : EVERY_MS;
      timer = setTimeout(tick, Math.max(200, every - (Date.now() - askedAt)));
    }
  }

  function begin() {
    const page = document.getElementById('page');
    if (page) new MutationObserver(draw).observe(page, {childList: true});
    else { setTimeout(begin, 100); return; }
    tick();
  }

  document.addEventListener('visibilitychange', () => {
    if (document.hidden) return;
    if (state.isOwed) { state.isOwed = false; again(); }
    tick();
  });
  window.addEventListener('online', tick);
  huitian.pulse = {tick, draw, state};
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', begin); else begin();
})();
