/* What the doors' pages need of a script: show a password, copy a secret, one click one post, a wall screen's token from behind the #. On other pages it finds
   nothing to do. The pages work without it, but for the wall screen's. */
(() => {
  'use strict';
  const AGAIN_MS = 10000, SAID_MS = 2000;
  const each = (what, act) => document.querySelectorAll(`[data-door="${what}"]`).forEach(act);

  function showPassword(button) {
    const input = button.parentElement.querySelector('input'), words = button.textContent;
    button.hidden = false;
    button.addEventListener('click', () => {
      const isShown = input.type === 'text';
      input.type = isShown ? 'password' : 'text';
      button.textContent = isShown ? words : button.dataset.other;
      input.focus();
    });
  }

  function copy(button) {
    const words = button.textContent;
    if (!navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(button.parentElement.querySelector('[data-copy-from]').textContent);
      button.textContent = button.dataset.done;
      setTimeout(() => { button.textContent = words; }, SAID_MS);
    });
  }

  function once(form) {
    form.addEventListener('submit', event => {
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = 'yes';
    });
    window.addEventListener('pageshow', () => { delete form.dataset.sent; });
  }

  function device(box) {
    const token = location.hash.slice(1);
    function say(kind, words) {
      box.querySelector('.said').className = `said ${kind}`;
      box.querySelector('.g').className = `g g-${kind}`;
      box.querySelector('p').textContent = words;
    }
    if (!token) { say('warn', box.dataset.none); return; }
    async function tryIn() {
      try {
        const answer = await fetch(`/sign-in/device${location.search}`, {method: 'POST', body: new URLSearchParams({token}), headers: {Accept: 'application/json'}});
        if (answer.ok) { location.replace((await answer.json()).go); return; }
        if (answer.status < 500 && answer.status !== 429) { say('alarm', box.dataset.refused); return; }
      } catch { /* the server is away: said below, and tried again */ }
      say('warn', box.dataset.away);
      setTimeout(tryIn, AGAIN_MS);
    }
    tryIn();
  }

  /* a menu or a question is closed by a click elsewhere, and by Escape */
  function close(event) {
    for (const open of document.querySelectorAll('details.sure[open], body.admin details.menu[open]'))
      if (event.key === 'Escape' || (event.type === 'click' && !open.contains(event.target))) open.open = false;
  }

  document.addEventListener('DOMContentLoaded', () => {
    each('show', showPassword);
    each('copy', copy);
    each('once', once);
    each('device', device);
  });
  document.addEventListener('click', close);
  document.addEventListener('keydown', close);
})();
