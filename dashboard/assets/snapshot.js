/* The button 图片 of a page and of each panel: asks the server for the picture of what is shown, and hands it over as a file. */
(() => {
  'use strict';
  const huitian = window.huitian = window.huitian || {};
  const SAID_MS = 8000;

  /* of a wall: the page that stands there now */
  const address = () => huitian.view?.state ? huitian.view.href(isWall() ? {tab: huitian.wall.state.scene} : {}) : location.pathname + location.search;
  const isWall = () => document.querySelector('.wall') !== null;
  /* a wall is arranged for the size of its screen; all else has the size of a desk */
  const more = tile => tile ? `&tile=${tile}` : isWall() ? `&size=${innerWidth}x${innerHeight}` : '';

  function tell(text) {
    document.getElementById('news')?.remove();
    const chip = Object.assign(document.createElement('p'), {id: 'news', textContent: text});
    chip.setAttribute('role', 'status');
    document.body.append(chip);
    setTimeout(() => chip.remove(), SAID_MS);
  }

  function hand(blob, answer) {
    const link = document.createElement('a'), name = /filename\*=UTF-8''([^;]+)/.exec(answer.headers.get('Content-Disposition') || '');
    link.href = URL.createObjectURL(blob);
    link.download = name ? decodeURIComponent(name[1]) : 'huitian.png';
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), SAID_MS);
  }

  async function take(button) {
    const tile = button.closest('[data-tile]')?.dataset.tile || '';
    button.setAttribute('aria-busy', 'true');
    button.disabled = true;
    tell(document.querySelector('[data-act=picture][data-working]')?.dataset.working || '');
    try {
      const answer = await fetch(`/api/snapshot.png?path=${encodeURIComponent(address())}${more(tile)}`);
      if (answer.ok) { hand(await answer.blob(), answer); document.getElementById('news')?.remove(); } else tell((await answer.json()).error);
    } catch (error) {
      tell(error.message);
    } finally {
      button.removeAttribute('aria-busy');
      button.disabled = false;
    }
  }

  document.addEventListener('click', ({target}) => {
    const button = target.closest && target.closest('button[data-act=picture]');
    if (button) take(button);
  });
})();
