/* Whether panels and map of a wall are drawn and at rest. */
() => {
  const wall = document.querySelector('.wall'), h = window.huitian;
  const maps = [...document.querySelectorAll('.js-plotly-plot')].map(g => g._fullLayout && g._fullLayout.map && g._fullLayout.map._subplot
    && g._fullLayout.map._subplot.map).filter(Boolean);
  return !!wall && !!h.wall && !document.querySelector('[data-dash-is-loading="true"]') && !!wall.querySelector('.slot > *') && !wall.querySelector('.slot > .blank')
    && maps.length > 0 && maps.every(m => m.loaded() && !m.isMoving());
}
