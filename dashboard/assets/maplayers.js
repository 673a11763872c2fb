/* Layers of data on the map (dashboard/layers/datalayer.py): fetched when first switched on, hovered and opened.

   huitian.marks.fetch(map, about, name)       its things, from the address the figure's meta names
   huitian.marks.follow(map)                   tells the figures of each layer in the legend as its rows come
   huitian.marks.at(map, about, point) -> {lines, page, item} | null
   huitian.marks.open({page, item})            the page where the thing is looked at */
(() => {
  'use strict';
  const huitian = window.huitian = window.huitian || {};
  const NEAR_PX = 5, KINDS = ['name', 'item', 'cell', 'far', 'line', 'fill'];
  const fetched = new WeakMap();                   // source -> address it has

  const isOn = name => (huitian.view?.state?.layers || huitian.view?.shell?.default_layers || []).includes(name);

  function fetch(map, about, name) {
    const layer = about.layers?.[name], source = layer && map.getSource(`data-${name}`);
    if (!source || fetched.get(source) === layer.url) return;
    fetched.set(source, layer.url);
    source.setData(layer.url);
  }

  function follow(map) {
    map.on('sourcedata', e => { if (e.sourceDataType === 'content') tell(map, e.sourceId); });
    for (const id of Object.keys(map.getStyle()?.sources ?? {})) tell(map, id);
  }

  /* a source that is still being given its rows has none to tell of, and MapLibre's getData() fails on it: when they are there it says so itself */
  async function tell(map, id) {
    const source = id.startsWith('data-') && map.getSource(id);
    const {kpi} = source && source.loaded() ? await source.getData() : {};
    const line = kpi && document.querySelector(`[data-kpi="${id.slice(5)}"]`);
    if (line) { line.textContent = kpi.text; line.dataset.tip = kpi.tip; }
  }

  function at(map, about, point) {
    const names = Object.keys(about?.layers || {}).filter(isOn).reverse();
    const ids = names.flatMap(n => KINDS.map(k => `${n}-${k}`)).filter(id => map.getLayer(id));
    if (!ids.length) return null;
    const by = NEAR_PX * parseFloat(getComputedStyle(document.documentElement).fontSize) / 10;
    const box = [[point.x - by, point.y - by], [point.x + by, point.y + by]];
    const found = map.queryRenderedFeatures(box, {layers: ids})[0];
    if (!found) return null;
    const name = found.source.replace(/^data-/, '');
    return {lines: found.properties.tip.split('\n'), page: about.layers[name].page, item: found.properties.item};
  }

  const open = ({page, item}) => { if (page && item) huitian.nav.go(huitian.view.href({page, item, pick: [], cell: null, tab: '', layers: null})); };

  huitian.marks = {fetch, follow, at, open};
})();
