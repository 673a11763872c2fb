/* Moving between addresses without loading the page again. Dash hears of a new address through the store `address`; a click on a link marked data-nav, and the
   browser's Back and Forward, write it. A filter rewrites the address in place, and Dash is not told. A jump inside the page (#…) is none of ours. */
(() => {
  'use strict';
  const huitian = window.huitian = window.huitian || {};
  let moves = 0, told = '';

  const address = () => location.pathname + location.search;

  function here() {
    told = address();
    return {path: location.pathname, query: location.search, n: ++moves};
  }

  const tell = () => window.dash_clientside.set_props('address', {data: here()});

  function go(href) {
    history.pushState(null, '', href);
    tell();
  }

  function replace(href) {
    history.replaceState(history.state, '', href);
    told = address();
  }

  function onClick(event) {
    const link = event.target.closest && event.target.closest('a[data-nav]');
    if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    if (link.getAttribute('href') !== address()) go(link.getAttribute('href'));
  }

  document.addEventListener('click', onClick);
  window.addEventListener('popstate', () => { if (address() !== told) tell(); });
  huitian.nav = {go, replace, again: tell};
  window.dash_clientside = Object.assign({}, window.dash_clientside, {huitian: Object.assign({}, (window.dash_clientside || {}).huitian, {address: here})});
})();
