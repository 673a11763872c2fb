/* A page that says data-again-s="20" on some element is asked for anew so many seconds after it was laid out, in place, while somebody looks at it. */
(() => {
  'use strict';
  const huitian = window.huitian = window.huitian || {};
  let since = performance.now(), address = '';

  function tick() {
    const mark = document.querySelector('.desk-page [data-again-s]'), here = location.pathname + location.search;
    const state = huitian.pulse && huitian.pulse.state;
    if (!mark || here !== address) { address = here; since = performance.now(); return; }
    if (document.hidden || (state && (state.away || state.ended)) || document.querySelector('dialog[open]')) return;
    if (performance.now() - since < 1000 * Number(mark.dataset.againS)) return;
    since = performance.now();
    if (huitian.nav) huitian.nav.again();
  }

  setInterval(tick, 1000);
})();
