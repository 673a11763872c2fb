/* Walls (大屏): turns the pages, fills their panels with what the server has drawn, brings an alarm's page up, follows the control page.

   huitian.wall.tick()          one refresh: asks /api/wall/NAME/news for what has changed and puts it in; skipped while one is under way
   huitian.wall.turn(ms)        one step of the rotation at a time of this browser's watch (default now); called four times a second
   huitian.wall.show(scene)     a page by hand: it stands for a minute
   huitian.wall.pause(seconds)  the rotation waits, Infinity: until it is told otherwise; 0 goes on
   huitian.wall.ask()           asks /api/wall/NAME/order what a phone said since the last step
   huitian.wall.follow(order)   does what it said: {step, page, area, item, is_paused}
   huitian.wall.state           {scene, since, pausedUntil, jump, order, size, digests, steps, last, failed, isAsking}

   The page is laid out once. A change of page changes the panels' innerHTML and the map's layers and days; the map itself stays. */
(() => {
  'use strict';
  const huitian = window.huitian = window.huitian || {};
  const painters = huitian.painters = huitian.painters || [];
  const EVERY_MS = 2000, ORDER_MS = 700, TURN_MS = 250, PATIENCE_MS = 8000, TOUCH_S = 60;
  const SIZES = {triple: 5760 / 1080, dual4k: 7680 / 2160, grid: 6656 / 1792}, WIDE = 2.6, FINE_PX = 1600;
  const state = {scene: '', since: 0, pausedUntil: 0, jump: '', order: null, size: '', digests: {}, steps: 0, last: null, heardAt: 0, failed: 0, isAsking: false, isOrdering: false};
  const kept = new Map();                         // panel of a page at a size -> its newest HTML: a page that comes back shows it at once
  let told = null, laid = null, shown = null;

  const root = () => document.querySelector('.wall');
  const find = selector => root() && root().querySelector(selector);
  const put = (selector, text) => { const e = find(selector); if (e && e.textContent !== text) e.textContent = text; };
  const say = (name, gaps = {}) => (told.texts[name] || name).replace(/\{(\w+)\}/g, (_, key) => gaps[key] ?? '');
  const sceneOf = name => told.scenes.find(s => s.name === name);

  /* ---- time: the server's, run on by a watch that nobody can set */
  const heard = () => state.last ? state : huitian.pulse.state;
  const now = () => !heard().last ? new Date() : new Date(Date.parse(heard().last.now) + (heard().last.is_fixed ? 0 : performance.now() - heard().heardAt));
  const PARTS = new Intl.DateTimeFormat('en-CA', {year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: 'Asia/Shanghai'});
  const clock = () => Object.fromEntries(PARTS.formatToParts(now()).map(p => [p.type, p.value]));

  function drawClock() {
    const {year, month, day, hour, minute} = clock();
    put('.clock', `${hour}:${minute}`);
    put('.date', `${year}-${month}-${day}`);
    put('.weekday', say('weekdays').split(',')[new Date(Date.UTC(year, month - 1, day)).getUTCDay()]);
  }

  /* of all feeds: the newest record of any, hatched where one of them has stopped; the complaints' own before the first news */
  function drawAge() {
    const feeds = state.last && state.last.feeds, at = state.last && ((feeds && feeds.as_of) || state.last.as_of), box = find('.age');
    if (!box) return;
    const minutes = at ? Math.max(0, Math.floor((now() - Date.parse(at)) / 60000)) : 0, hours = Math.floor(minutes / 60), isOld = Boolean(feeds && feeds.stale);
    const words = !at ? say('age_none') : isOld && !feeds.ok ? say('age_stale', {n: hours}) : minutes < 1 ? say('age_now') : minutes < 120 ? say('age_minutes', {n: minutes}) : say('age_hours', {n: hours});
    const html = `<i class="g g-${!at ? 'nodata' : isOld ? 'stale' : 'ok'}"></i>${huitian.format.esc(words)}`;
    if (box.dataset.drawn !== html) { box.dataset.drawn = html; box.innerHTML = html; }
    if (feeds) put('.feeds', say(feeds.stale ? 'feeds_stale' : 'feeds', feeds));
    else put('.feeds', at ? say('as_of', {at: at.slice(5, 16).replace('T', ' ')}) : '');
  }

  /* ---- which pages take their turn now */
  const isWithin = (hour, from, to) => from === to || (from < to ? hour >= from && hour < to : hour >= from || hour < to);

  function rotating() {
    const {month, day, hour} = clock(), h = Number(hour), date = Number(month) * 100 + Number(day);
    const part = told.parts.find(p => isWithin(h, p.from_hour, p.to_hour));
    const isFlood = told.is_flood_mode || (date >= 601 && date <= 915);
    const open = told.scenes.filter(s => isWithin(h, s.from_hour, s.to_hour) && (isFlood || !s.is_flood_only) && (!part || part.pages.includes(s.name)));
    return {scenes: open.length ? open : [told.scenes[0]], dwell: s => 1000 * ((part && part.dwell_s) || s.dwell_s)};
  }

  const watch = () => performance.now();

  function held(at) {
    if (state.pausedUntil > at) return 'paused';
    if (state.jump) return 'held';
    return state.order && (state.order.is_paused || state.order.page) ? 'stopped' : '';
  }

  function turn(at = watch()) {
    if (!ready()) return;
    if (state.pausedUntil && state.pausedUntil <= at) { state.pausedUntil = 0; state.since = at; }
    const {scenes, dwell} = rotating(), why = held(at);
    if (why === 'held') go(state.jump, at);
    else if (why === 'stopped' && state.order.page) go(state.order.page, at);
    else if (!why) {
      const here = scenes.findIndex(s => s.name === state.scene);
      if (here < 0) go(scenes[0].name, at);
      else if (at - state.since >= dwell(scenes[here])) {
        const next = scenes[(here + 1) % scenes.length].name;
        if (next === state.scene) state.since = at; else go(next, at);
      }
    }
    drawTabs(at, scenes, dwell, why);
    drawClock();
    drawAge();
  }

  function drawTabs(at, scenes, dwell, why) {
    const tabs = find('.tabs'), here = sceneOf(state.scene);
    if (!tabs || !here) return;
    tabs.classList.toggle('is-held', why === 'held');
    for (const tab of tabs.children) {
      const isOn = tab.dataset.scene === state.scene;
      tab.classList.toggle('on', isOn);
      tab.classList.toggle('off', !scenes.some(s => s.name === tab.dataset.scene));
      if (tab.getAttribute('aria-pressed') !== String(isOn)) tab.setAttribute('aria-pressed', String(isOn));
    }
    const part = why || scenes.length < 2 ? 1 : Math.min(1, (at - state.since) / dwell(here));
    tabs.style.setProperty('--part', part.toFixed(3));
    const sign = find('.pause'), left = state.pausedUntil - at;
    const words = why === 'paused' ? say(left === Infinity ? 'paused_on' : 'paused', {n: Math.ceil(left / 1000)}) : why ? say(why) : '';
    if (sign) { sign.hidden = !words; if (sign.textContent !== words) sign.textContent = words; }
  }

  /* ---- a page of the wall */
  function go(name, at) {
    const scene = sceneOf(name);
    if (!scene || name === state.scene) return;
    Object.assign(state, {scene: name, since: at});
    place(scene);
    dress(scene);
    tick();
  }

  function place(scene) {
    const wall = root(), slots = scene.slots[state.size] || Object.values(scene.slots)[0];
    wall.dataset.scene = scene.name;
    wall.dataset.side = String(Object.keys(slots).filter(s => s.startsWith('side')).length);
    for (const slot of wall.querySelectorAll('.slot')) {
      const panel = slots[slot.dataset.slot] || '';
      slot.hidden = !panel;
      const key = keyOf(panel, scene.name);
      const isSame = slot.dataset.panelName === panel && slot.firstElementChild;
      if (isSame && (slot.dataset.panelKey === key || !kept.has(key))) continue;      // until its own comes, a moment later
      Object.assign(slot.dataset, {panelName: panel, panelKey: key});
      fill(slot, panel, scene.name);
    }
  }

  /* what a panel shows is a page's: the same one has other days and another box on the next */
  const keyOf = (panel, scene) => `${panel} ${scene} ${state.size}`;

  function fill(slot, panel, scene) {
    const html = kept.get(keyOf(panel, scene));
    slot.innerHTML = html ? html : panel ? `<div class="blank"><span><i class="g g-nodata"></i>${huitian.format.esc(say('waiting'))}</span></div>` : '';
  }

  /* the map keeps its canvas: its layers are switched, the days of its layers and hexagons are this page's */
  function dress(scene) {
    const {view} = huitian, shell = view && view.shell;
    if (!shell || !view.state || !view.areas) return;
    const graph = document.querySelector('#map .js-plotly-plot'), about = graph && graph.layout && graph.layout.meta;
    for (const [name, url] of Object.entries(scene.urls)) if (about && about.layers && about.layers[name]) about.layers[name].url = url;
    const days = shell.is_bound ? {} : {period: scene.period, from: scene.from, to: scene.to};
    const isSame = shown === scene.name + laid && view.state.from === (days.from || view.state.from);
    view.set({layers: scene.layers, ...days});
    if (isSame) return;
    shown = scene.name + laid;
    for (const layer of shell.layers) huitian.map.show(layer.name, scene.layers.includes(layer.name));
    put('.map-title h2', scene.map_title);
    for (const line of document.querySelectorAll('[data-legend]')) line.hidden = !scene.layers.includes(line.dataset.legend);
  }

  /* ---- what the server says */
  const have = scene => [...Object.values(scene.slots[state.size]).map(p => state.digests[keyOf(p, scene.name)]), state.digests.alarms].filter(Boolean).join(',');

  function address(scene) {
    const query = new URLSearchParams({scene: scene.name, size: state.size, area: told.area, have: have(scene)});
    return `/api/wall/${encodeURIComponent(told.name)}/news?${query}`;
  }

  async function tick() {
    if (!ready() || state.isAsking) return false;
    const scene = sceneOf(state.scene), askedAt = Date.now(), giveUp = new AbortController(), limit = setTimeout(() => giveUp.abort(), PATIENCE_MS);
    state.isAsking = true;
    try {
      const answer = await fetch(address(scene), {cache: 'no-store', credentials: 'same-origin', signal: giveUp.signal});
      if (!answer.ok) { missed(answer.status); return false; }
      hear(await answer.json(), scene, askedAt);
      return true;
    } catch {
      missed(0);
      return false;
    } finally {
      clearTimeout(limit);
      state.isAsking = false;
      state.steps++;
    }
  }

  function missed(status) {
    state.failed++;
    huitian.wallBanners.failed(status);
  }

  function hear(found, scene, askedAt) {
    const before = state.last;
    Object.assign(state, {last: found, failed: 0, heardAt: performance.now()});
    huitian.wallBanners.heard(found, askedAt);
    if (before && before.version !== found.version) huitian.nav.again();        /* new counts: laid out in place, the map stays */
    if (found.alarms) Object.assign(state, {alarms: found.alarms}).digests.alarms = found.alarms_digest;
    for (const [panel, {html, digest}] of Object.entries(found.panels || {})) {
      const key = keyOf(panel, scene.name);
      state.digests[key] = digest;
      kept.set(key, html);
      if (scene.name !== state.scene) continue;
      for (const slot of root().querySelectorAll('.slot')) if (slot.dataset.panelName === panel) { slot.innerHTML = html; slot.dataset.panelKey = key; }
    }
    const jump = found.jump ? (sceneOf(found.jump) || told.scenes[0]).name : '';
    if (state.jump && !jump) state.since = watch();
    state.jump = jump;
    lapse(found.order);
    turn();
    document.documentElement.dataset.wallStep = String(state.steps + 1);
  }

  function follow(order) {
    if (state.order && order.step <= state.order.step) return;
    const isFirst = !state.order, wanted = order.area || (isFirst ? told.area : told.own);
    state.order = order;
    if (!isFirst) Object.assign(state, {pausedUntil: 0, since: watch()});
    if (wanted !== told.area) lead(order);
    turn();
  }

  /* an order of the same step that says nothing any more has lapsed: the wall is left to itself */
  function lapse(order) {
    const was = state.order, isFree = one => !(one.page || one.area || one.item || one.is_paused);
    if (!order || !was || order.step !== was.step || !isFree(order) || isFree(was)) return;
    Object.assign(state, {order, pausedUntil: 0, since: watch()});
    if (was.area && told.area !== told.own) lead(order);
  }

  async function ask() {
    if (!ready() || state.isOrdering) return;
    state.isOrdering = true;
    try {
      const query = new URLSearchParams({scene: state.scene, ...(state.order ? {after: state.order.step} : {})});
      const answer = await fetch(`/api/wall/${encodeURIComponent(told.name)}/order?${query}`, {cache: 'no-store', credentials: 'same-origin', signal: AbortSignal.timeout(PATIENCE_MS)});
      if (answer.status === 200) follow(await answer.json());
    } catch { /* the refresh says that the server is away */
    } finally {
      state.isOrdering = false;
    }
  }

  /* another area is another map: the only thing for which the page is laid out anew */
  function lead(order) {
    const query = new URLSearchParams(location.search);
    if (order.area) query.set('area', order.area); else query.delete('area');
    query.delete('level');
    if (order.page) query.set('tab', order.page);
    huitian.nav.go(location.pathname + (String(query) && '?' + query));
  }

  /* ---- laid out: once, and again after new data, in place */
  function ready() {
    const wall = root(), data = wall && huitian.view && huitian.view.shell && huitian.view.shell.wall;
    if (!data) return false;
    if (told !== data) { told = data; state.size = state.size || chosen(); wall.dataset.size = state.size; }
    if (!state.scene || !sceneOf(state.scene)) {
      const asked = new URLSearchParams(location.search).get('tab');
      Object.assign(state, {scene: (sceneOf(asked) || rotating().scenes[0]).name, since: watch()});
      place(sceneOf(state.scene));
    }
    if (!wall.dataset.scene) place(sceneOf(state.scene));
    return true;
  }

  function chosen() {
    const asked = new URLSearchParams(location.search).get('size'), ratio = innerWidth / innerHeight, sets = Object.keys(told.scenes[0].slots);
    if (sets.includes(asked)) return asked;
    const near = ratio < WIDE ? (innerHeight >= FINE_PX ? '4k' : '1080p') : Object.keys(SIZES).sort((a, b) => Math.abs(SIZES[a] - ratio) - Math.abs(SIZES[b] - ratio))[0];
    return sets.includes(near) ? near : sets[0];
  }

  function begin() {
    if (!location.pathname.startsWith('/wall/')) return;
    setInterval(turn, TURN_MS);
    setInterval(tick, EVERY_MS);
    if (!document.documentElement.dataset.print) setInterval(ask, ORDER_MS);        // a picture is of what was asked for (print.js)
  }

  const pause = seconds => { state.pausedUntil = seconds ? watch() + 1000 * seconds : 0; if (!seconds) state.since = watch(); turn(); };
  const show = name => { if (ready() && sceneOf(name)) { go(name, watch()); pause(TOUCH_S); } };

  document.addEventListener('pointerdown', event => {
    if (!root() || !event.target.closest('.wall')) return;
    const tab = event.target.closest('[data-scene]');
    if (tab && tab.tagName === 'BUTTON') show(tab.dataset.scene); else pause(TOUCH_S);
  });
  document.addEventListener('keydown', event => {
    const tab = event.target.closest && event.target.closest('.wall .tabs [data-scene]');
    if (tab && (event.key === 'Enter' || event.key === ' ')) show(tab.dataset.scene);
  });
  window.addEventListener('resize', () => { if (ready()) { const size = chosen(); if (size !== state.size) { state.size = size; root().dataset.size = size; place(sceneOf(state.scene)); tick(); } } });

  /* after every layout anew the map begins with the page that the address names: put on the one that stands */
  painters.push(({shell}) => {
    if (!shell.wall || !ready()) return;
    const stamp = shell.cubes.cells;
    if (laid === stamp) return;
    laid = stamp;
    dress(sceneOf(state.scene));
  });

  huitian.wall = {tick, turn, show, pause, ask, follow, state};
  begin();
})();
