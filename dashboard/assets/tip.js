/* Definitions: an element with data-tip shows its text on hover and on keyboard focus; Escape hides it. */
(() => {
  'use strict';
  const GAP = 8;
  let box = null, owner = null;

  function place() {
    const r = owner.getBoundingClientRect(), b = box.getBoundingClientRect();
    const left = Math.max(GAP, Math.min(r.left, innerWidth - b.width - GAP));
    const below = r.bottom + GAP + b.height < innerHeight;
    box.style.left = left + 'px';
    box.style.top = (below ? r.bottom + GAP : Math.max(GAP, r.top - GAP - b.height)) + 'px';
  }

  function hide() {
    if (box) box.remove();
    if (owner) owner.removeAttribute('aria-describedby');
    box = owner = null;
  }

  function show(event) {
    const found = event.target.closest && event.target.closest('[data-tip]');
    if (found === owner) return;
    hide();
    if (!found || !found.dataset.tip) return;
    owner = found;
    box = document.createElement('div');
    box.id = 'tip';
    box.setAttribute('role', 'tooltip');
    box.textContent = found.dataset.tip;
    document.body.append(box);
    owner.setAttribute('aria-describedby', 'tip');
    place();
  }

  document.addEventListener('mouseover', show);
  document.addEventListener('focusin', show);
  document.addEventListener('focusout', hide);
  document.addEventListener('scroll', hide, true);
  document.addEventListener('keydown', e => { if (e.key === 'Escape') hide(); });
})();
