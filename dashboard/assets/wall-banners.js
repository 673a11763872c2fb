/* What a wall says of itself, in banners over its map, each with shape, word and sentence: store or server away (the last good data stays, with its time),
   sign-in ended or taken back, this machine's clock, and what the server says of its feeds (stale: all, partial: some).
   assets/wall.js tells each refresh: heard(news, asked at) or failed(status, 0 for no answer). now() is the server's time, run on by a watch that nobody can set;
   .state {away, since, ended, clock, told, last, heardAt} is for the guard and for tests. */
(() => {
  'use strict';
  const huitian = window.huitian = window.huitian || {};
  const CLOCK_MS = 60000;             // a difference below is not worth a line
  const GLYPH = {away: 'alarm', ended: 'warn', clock: 'warn', stale: 'stale', partial: 'stale'};
  const state = {away: '', since: null, ended: false, clock: 0, told: [], last: null, heardAt: 0};

  const say = (name, gaps = {}) => (JSON.parse(document.body.dataset.pulse || '{}')[name] || name).replace(/\{(\w+)\}/g, (whole, key) => key in gaps ? gaps[key] : whole);
  const TIME = new Intl.DateTimeFormat('zh-CN', {hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: 'Asia/Shanghai'});
  const now = () => !state.last ? new Date() : new Date(Date.parse(state.last.now) + (state.last.is_fixed ? 0 : performance.now() - state.heardAt));
  const asOf = () => state.last && state.last.as_of ? state.last.as_of.slice(5, 16).replace('T', ' ') : '';

  function rows() {
    const found = [];
    if (state.ended) found.push(['ended', say('ended'), say('ended_what', {at: asOf()}), '']);
    if (state.away) found.push(['away', say(state.away), say(asOf() ? 'kept' : 'kept_none', {at: asOf()}), say('since', {at: TIME.format(state.since)})]);
    if (state.clock) found.push(['clock', say('clock'), say(state.clock > 0 ? 'clock_ahead' : 'clock_behind', {minutes: Math.max(1, Math.round(Math.abs(state.clock) / 60000))}), '']);
    if (!state.away) for (const {kind, head, what} of state.told) found.push([kind, head, what || '', '']);
    return found;
  }

  function part(tag, name, text) {
    const made = document.createElement(tag);
    if (name) made.className = name;
    made.textContent = text;
    return made;
  }

  function row([kind, head, what, end]) {
    const line = document.createElement('p');
    line.dataset.banner = kind;
    line.append(part('i', `g g-${GLYPH[kind] || 'notice'}`, ''), part('b', '', head), part('span', '', what));
    if (end) line.append(part('span', 'end', end));
    return line;
  }

  function draw() {
    const into = document.querySelector('.wall > .banners'), found = rows(), drawn = JSON.stringify(found);
    if (!into || (into.dataset.drawn || '[]') === drawn) return;
    into.dataset.drawn = drawn;
    into.replaceChildren(...found.map(row));
    document.documentElement.dataset.banners = found.map(one => one[0]).join(' ');
  }

  function heard(news, askedAt) {
    const apart = news.is_fixed ? 0 : (askedAt + Date.now()) / 2 - Date.parse(news.now);
    Object.assign(state, {away: '', since: null, ended: false, told: news.banners || [], last: news, heardAt: performance.now(), clock: Math.abs(apart) > CLOCK_MS ? apart : 0});
    draw();
  }

  function failed(status) {
    if (status === 401 || status === 403) Object.assign(state, {ended: true, away: '', since: null});
    else if (status !== 429) {          // too many questions from here is no fault of the server's
      if (!state.away) state.since = now();
      state.away = status >= 500 ? 'store' : 'server';
    }
    draw();
  }

  huitian.wallBanners = {heard, failed, draw, now, state};
})();
