/* Printing: whatever is folded opens, the page turns light, and afterwards all is as it was. */
(() => {
  'use strict';
  let folded = [], theme = '';

  window.addEventListener('beforeprint', () => {
    folded = [...document.querySelectorAll('.compliance details:not([open])')];
    folded.forEach(d => { d.open = true; });
    theme = document.documentElement.dataset.theme;
    document.documentElement.dataset.theme = 'light';
  });
  window.addEventListener('afterprint', () => {
    folded.forEach(d => { d.open = false; });
    document.documentElement.dataset.theme = theme;
  });
  document.addEventListener('click', ({target}) => { if (target.closest && target.closest('[data-act="print"]')) window.print(); });
})();
