/* The list of projects in the browser: a click on a row, or Enter on one of its cells, opens the project; a sorted column and searched words go
   into the address; the Gantt chart begins at today. */
(() => {
  'use strict';
  const huitian = window.huitian = window.huitian || {};
  const GRID = '.projects-grid';

  const addressOf = element => element.closest(`${GRID} .ag-row`)?.querySelector('a[data-nav]')?.getAttribute('href');

  function pickOf(name, value) {
    const kept = (huitian.view.state?.pick || []).filter(([n]) => n !== name);
    return [...kept, ...(value ? [[name, value]] : [])].sort(([a], [b]) => a < b ? -1 : 1);
  }

  /* the view of a share link is bound: its links lead nowhere */
  const isBound = () => Boolean(huitian.view?.shell?.is_frozen);

  function hold(event) {
    if (isBound() && event.target.closest?.('.main.projects a[data-nav]')) { event.preventDefault(); event.stopImmediatePropagation(); }
  }

  function onClick(event) {
    if (isBound() || !event.target.closest || event.target.closest('a, button') || event.button !== 0 || String(document.getSelection())) return;
    const address = addressOf(event.target);
    if (address) huitian.nav.go(address);
  }

  function onKey(event) {
    if (event.key !== 'Enter' || isBound() || !event.target.matches?.(`${GRID} .ag-cell`)) return;
    const address = addressOf(event.target);
    if (address) huitian.nav.go(address);
  }

  /* what is sorted stands in aria-sort of the head's cells once the grid has sorted */
  function rememberSort() {
    const head = document.querySelector(`${GRID} .ag-header-cell[aria-sort=ascending], ${GRID} .ag-header-cell[aria-sort=descending]`);
    if (!huitian.view.state || isBound()) return;
    const column = head?.getAttribute('col-id') || '', isDown = head?.getAttribute('aria-sort') === 'descending';
    huitian.view.set({pick: pickOf('sort', column && column + (isDown ? '-down' : ''))});
  }

  const isHead = element => Boolean(element.closest?.(`${GRID} .ag-header-cell`));

  function search(event) {
    const form = event.target.closest?.('[data-pick-form]');
    if (!form) return;
    event.preventDefault();
    const said = form.querySelector('input').value.replace(/[,:\s]+/g, ' ').trim();
    if (huitian.view.state) huitian.nav.go(huitian.view.href({pick: pickOf(form.dataset.pickForm, said), item: ''}));
  }

  /* the chart begins where today is a third of the way in; where somebody scrolled it stays */
  function begin() {
    const box = document.querySelector('.gscroll:not([data-begun])');
    if (!box) return;
    box.dataset.begun = '';
    const labels = box.querySelector('.gl').offsetWidth, chart = box.scrollWidth - labels;
    box.scrollLeft = chart * Number(box.dataset.today) / 100 - (box.clientWidth - labels) / 3;
  }
  (huitian.painters = huitian.painters || []).push(begin);

  document.addEventListener('click', event => { onClick(event); if (isHead(event.target)) setTimeout(rememberSort); });
  document.addEventListener('keydown', event => { onKey(event); if (event.key === 'Enter' && isHead(event.target)) setTimeout(rememberSort); });
  document.addEventListener('click', hold, true);
  document.addEventListener('submit', search);
})();
