/* The buttons of the breadcrumb row: copy the address, the export menu's addresses, the theme, the folded rail. */
(() => {
  'use strict';
  const huitian = window.huitian = window.huitian || {};
  const painters = huitian.painters = huitian.painters || [];
  const SAID_MS = 2000;

  async function share(button) {
    const said = button.textContent;
    try {
      await navigator.clipboard.writeText(location.href);
      button.textContent = huitian.format.text('copied');
    } catch {
      window.prompt(huitian.format.text('copy_by_hand'), location.href);
    }
    setTimeout(() => { button.textContent = said; }, SAID_MS);
  }

  const drawer = isOpen => document.querySelectorAll('.main').forEach(m => m.classList.toggle('open', isOpen ?? !m.classList.contains('open')));

  document.addEventListener('click', ({target}) => {
    const act = target.closest('[data-act]')?.dataset.act;
    if (act === 'share') share(target.closest('button'));
    if (act === 'drawer') drawer();
    if (act === 'close-drawer') drawer(false);
    for (const menu of document.querySelectorAll('details.menu[open]')) if (!menu.contains(target) || target.closest('a')) menu.open = false;
  });
  document.addEventListener('keydown', e => {
    if (e.key !== 'Escape') return;
    drawer(false);
    document.querySelectorAll('details.menu[open]').forEach(m => { m.open = false; });
  });

  /* what is exported is what is shown: the links carry the view */
  painters.push(() => {
    const query = huitian.view.href().split('?')[1];
    for (const link of document.querySelectorAll('a[data-export]')) link.href = `/api/export/${link.dataset.export}.csv?${query}`;
    for (const link of document.querySelectorAll('a[data-with-view]')) link.href = link.getAttribute('href').split('?')[0] + '?' + query.replace(/&?(cell|tab|layers)=[^&]*/g, '').replace(/^&/, '');
    for (const link of document.querySelectorAll('a[data-theme-to]')) link.href = huitian.view.href({theme: link.dataset.themeTo});
  });
})();
