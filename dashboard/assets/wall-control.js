/* The phone page that drives a wall: one tap is one post, answered in place; the page is asked for again every three seconds. Without it the forms work all the
   same. On other pages it finds nothing to do. */
(() => {
  'use strict';
  const EVERY_MS = 3000, SAID_MS = 2500;
  let saidLast = 0, isBusy = false;

  function say(words, kind) {
    const box = document.querySelector('.said'), mine = ++saidLast;
    box.className = `said ${kind}`;
    box.textContent = words;
    box.hidden = !words;
    if (kind === 'ok') setTimeout(() => { if (mine === saidLast) box.hidden = true; }, SAID_MS);
  }

  /* the new page takes the old one's place unless somebody is writing in it or nothing is new; the focus stays on the same button */
  async function refresh(page) {
    const answer = await fetch(page, {headers: {Accept: 'text/html'}});
    if (answer.redirected || answer.status === 401 || answer.status === 403) { location.reload(); return; }
    if (!answer.ok) throw new Error(answer.status);
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('main');
    const shown = document.querySelector('main'), at = document.activeElement;
    if (!fresh || fresh.innerHTML === shown.innerHTML || at?.matches('input[name="item"]')) return;
    const buttons = [...shown.querySelectorAll('button, a')], place = buttons.indexOf(at);
    shown.replaceChildren(...fresh.childNodes);
    if (place >= 0) shown.querySelectorAll('button, a')[place]?.focus({preventScroll: true});
  }

  async function send(form, page) {
    const button = form.querySelector('button');
    isBusy = true;
    button.setAttribute('aria-busy', 'true');
    try {
      const answer = await fetch(form.action, {method: 'POST', body: new URLSearchParams(new FormData(form)), headers: {Accept: 'application/json'}});
      const told = await answer.json();
      say(answer.ok ? told.said : told.error, answer.ok ? 'ok' : 'alarm');
      document.activeElement?.blur();
      await refresh(page);
    } catch { say(document.body.dataset.lost, 'alarm'); } finally { isBusy = false; button.removeAttribute('aria-busy'); }
  }

  document.addEventListener('DOMContentLoaded', () => {
    const page = document.body.dataset.remote;
    if (!page) return;
    let isLost = false;
    document.addEventListener('submit', event => {
      if (event.target.method !== 'post') return;
      event.preventDefault();
      if (!isBusy) send(event.target, page);
    });
    setInterval(async () => {
      if (document.hidden || isBusy) return;
      try {
        await refresh(page);
        if (isLost) say('', 'ok');
        isLost = false;
      } catch { isLost = true; say(document.body.dataset.lost, 'alarm'); }
    }, EVERY_MS);
  });
})();
