/* The buttons of the breadcrumb row: copy the address or make a share link, the export menu's addresses, the theme, the folded rail. */
(() => {
  'use strict';
  const huitian = window.huitian = window.huitian || {};
  const painters = huitian.painters = huitian.painters || [];
  const SAID_MS = 2000;

  async function copy(text, button) {
    const said = button.textContent;
    try {
      await navigator.clipboard.writeText(text);     // only there on encrypted addresses and on this very machine
      button.textContent = huitian.format.text('copied');
    } catch {
      if (!document.getSelection().toString().includes(text)) window.prompt(huitian.format.text('copy_by_hand'), text);
    }
    setTimeout(() => { button.textContent = said; }, SAID_MS);
  }

  /* the dialog that makes a share link: its parts by their data-share, its days by the pressed button. What is open is a copy beside the
     page, so that it stays when the page is laid out anew behind it */
  const dialog = () => document.querySelector('body > dialog.share');
  const part = name => dialog().querySelector(`[data-share=${name}]`);

  function press(chosen) {
    for (const button of chosen.parentElement.children) {
      button.classList.toggle('on', button === chosen);
      button.setAttribute('aria-pressed', String(button === chosen));
    }
    show(null);
  }

  function show(made, fault = '') {
    part('made').hidden = dialog().querySelector('[data-act=share-copy]').hidden = !made;
    part('link').textContent = made?.url ?? '';
    part('until').textContent = made?.until ?? '';
    part('said').hidden = !fault;
    part('said').textContent = fault;
  }

  function open() {
    const copied = document.querySelector('dialog.share').cloneNode(true);
    document.body.append(copied);
    copied.addEventListener('close', () => copied.remove());
    copied.showModal();
  }

  async function make(button) {
    const days = Number(dialog().querySelector('[aria-pressed=true]').dataset.days);
    const asked = {method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify({address: huitian.view.href(), days})};
    button.disabled = true;
    try {
      const answer = await fetch('/api/share', asked), found = await answer.json();
      if (!dialog()) return;
      if (answer.ok) { show(found); document.getSelection().selectAllChildren(part('link')); } else show(null, found.error);
    } catch (error) {
      if (dialog()) show(null, huitian.format.text('failed', {reason: error.message}));
    }
    button.disabled = false;
  }

  const drawer = isOpen => document.querySelectorAll('.main').forEach(m => m.classList.toggle('open', isOpen ?? !m.classList.contains('open')));

  document.addEventListener('click', ({target}) => {
    const act = target.closest('[data-act]')?.dataset.act;
    const button = target.closest('button');
    if (act === 'share') copy(location.href, button);
    if (act === 'share-open') open();
    if (act === 'share-days') press(button);
    if (act === 'share-make') make(button);
    if (act === 'share-copy') copy(part('link').textContent, button);
    if (act === 'share-close' || (target === dialog() && target.open)) dialog().close();
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
