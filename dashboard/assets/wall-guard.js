/* The guard of a wall: weeks without a hand. Looks every ten seconds, and loads the page again
   - when it hangs: no refresh has come for three minutes, no frame was drawn for three, its map lost its context for one, or there is no wall at all;
   - softly, once a day at four by the server's clock, each wall at its own moment of the next twenty minutes.
   Never while the server or its store is away: it asks /readyz first, and the page keeps its last good data. A page loaded again without effect waits twice as
   long each time, up to an hour. Each minute of life is told to the browser's log, where docker/kiosk.sh reads it. huitian.guard.look() looks now. */
(() => {
  'use strict';
  if (!/^\/wall\/[^/]+\/?$/.test(location.pathname)) return;
  const huitian = window.huitian = window.huitian || {};
  const LOOK_MS = 10000, HANGS_MS = 180000, LOST_MS = 60000, BEAT_MS = 60000, READY_MS = 5000, LONGEST = 20;
  const DAY_MS = 86400000, SOFT_MS = 4 * 3600000, SPREAD_MS = 20 * 60000, SHANGHAI_MS = 8 * 3600000;
  const TRIED = 'huitian-guard';      // how often in a row the page was loaded again without a refresh since
  const begun = performance.now();
  const state = {framedAt: begun, lostAt: 0, lost: 0, restored: 0, softAt: 0, beatAt: -BEAT_MS, reloads: 0, why: '', isAsking: false, goodAt: 0};
  const spread = Math.random() * SPREAD_MS;

  const told = () => huitian.wall && huitian.wall.state;
  const tried = () => { try { return Number(sessionStorage.getItem(TRIED)) || 0; } catch { return 0; } };
  const keepTried = count => { try { sessionStorage.setItem(TRIED, String(count)); } catch { /* without storage there is no memory of it */ } };

  /* milliseconds from a server's time to its next four o'clock in Shanghai */
  const untilSoft = at => (SOFT_MS - (at + SHANGHAI_MS) % DAY_MS + DAY_MS) % DAY_MS || DAY_MS;

  function noteFrame() { requestAnimationFrame(() => { state.framedAt = performance.now(); }); }

  function reason() {
    const now = performance.now(), heard = told(), hangs = HANGS_MS * Math.min(2 ** tried(), LONGEST);
    if (state.softAt && now >= state.softAt) return 'soft';
    if (huitian.wallBanners.state.ended) return '';            // its right is gone: that is said, and no load brings it back
    if (state.lostAt && now - state.lostAt > LOST_MS) return 'context';
    if (!document.hidden && now - state.framedAt > hangs) return 'frames';
    if (now - Math.max(begun, (heard && heard.heardAt) || 0) > hangs) return document.querySelector('.wall') ? 'refresh' : 'empty';
    return '';
  }

  async function isReady() {
    const giveUp = new AbortController(), limit = setTimeout(() => giveUp.abort(), READY_MS);
    try {
      return (await fetch('/readyz', {cache: 'no-store', signal: giveUp.signal})).ok;
    } catch {
      return false;
    } finally {
      clearTimeout(limit);
    }
  }

  function noteRefresh() {
    const heard = told();
    if (!heard || !heard.last || heard.heardAt === state.goodAt) return;
    state.goodAt = heard.heardAt;
    keepTried(0);
    if (!state.softAt) state.softAt = heard.heardAt + untilSoft(Date.parse(heard.last.now)) + spread;
  }

  function beat() {
    if (performance.now() - state.beatAt < BEAT_MS || !document.querySelector('.wall')) return;
    state.beatAt = performance.now();
    console.log('huitian-beat');
  }

  async function look() {
    if (state.isAsking) return;
    noteRefresh();
    noteFrame();
    const why = reason();
    if (!why) { beat(); return; }
    state.isAsking = true;
    try {
      if (await isReady()) {
        Object.assign(state, {why, reloads: state.reloads + 1});
        if (why !== 'soft') keepTried(tried() + 1);
        huitian.guard.reload();
      } else beat();                    // it lives, and waits for the server as it should
    } finally {
      state.isAsking = false;
    }
  }

  function onLost() { state.lost += 1; state.lostAt = performance.now(); }
  function onRestored() { state.restored += 1; state.lostAt = 0; }

  document.addEventListener('webglcontextlost', onLost, true);
  document.addEventListener('webglcontextrestored', onRestored, true);
  document.addEventListener('visibilitychange', () => { state.framedAt = performance.now(); });
  setInterval(look, LOOK_MS);
  huitian.guard = {look, state, untilSoft, reload: () => location.reload()};
})();
