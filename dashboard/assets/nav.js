/* Moving between addresses without loading the page again. Dash hears of a new address through the store `address`; a click on a link marked data-nav, and the
   browser's Back and Forward, write it. A filter only rewrites the address (view.js) and is not told here. */
(() => {
  'use strict';
  const huitian = window.huitian = window.huitian || {};
  let moves = 0;

  const here = () => ({path: location.pathname, query: location.search, n: ++moves});
  const tell = () => window.dash_clientside.set_props('address', {data: here()});

  function go(href) {
    history.pushState(null, '', href);
    tell();
  }

  function onClick(event) {
    const link = event.target.closest && event.target.closest('a[data-nav]');
    if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    if (link.getAttribute('href') !== location.pathname + location.search) go(link.getAttribute('href'));
  }

  document.addEventListener('click', onClick);
  window.addEventListener('popstate', tell);
  huitian.nav = {go};
  window.dash_clientside = Object.assign({}, window.dash_clientside, {huitian: Object.assign({}, (window.dash_clientside || {}).huitian, {address: here})});
})();
