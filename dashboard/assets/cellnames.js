/* Which of the areas below a hexagon lies in, by its middle: for lists of cells, whose codes say nothing to a reader.

   huitian.cellNames(shell) -> Promise<Map of cell -> name>; fetches what the map has fetched already, so it comes from the browser's own store */
(() => {
  'use strict';
  const huitian = window.huitian = window.huitian || {};
  const known = new Map();

  const json = url => fetch(url, {credentials: 'same-origin'}).then(r => { if (!r.ok) throw new Error(`${r.status} ${url}`); return r.json(); });

  function middle(ring) {
    const n = ring.length - 1;
    return [0, 1].map(k => ring.slice(0, n).reduce((sum, point) => sum + point[k], 0) / n);
  }

  /* even-odd rule over all rings, holes included */
  function holds(rings, [x, y]) {
    let isInside = false;
    for (const ring of rings) {
      for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
        const [xi, yi] = ring[i], [xj, yj] = ring[j];
        if ((yi > y) !== (yj > y) && x < (xj - xi) * (y - yi) / (yj - yi) + xi) isInside = !isInside;
      }
    }
    return isInside;
  }

  const ringsOf = ({type, coordinates}) => type === 'Polygon' ? coordinates : type === 'MultiPolygon' ? coordinates.flat() : [];

  async function named(shell) {
    const [hexagons, shapes] = await Promise.all([json(shell.maps.cells), json(shell.maps.shapes)]);
    const areas = shapes.features.filter(f => f.properties.kind === 'unit').map(f => ({name: f.properties.name, rings: ringsOf(f.geometry)}));
    return new Map(hexagons.features.map(f => {
      const at = middle(f.geometry.coordinates[0]), found = areas.find(a => holds(a.rings, at));
      return [f.properties.h3, found ? found.name : ''];
    }));
  }

  huitian.cellNames = shell => {
    const {cells} = shell.maps;
    if (!known.has(cells)) {
      known.clear();
      known.set(cells, named(shell));
      known.get(cells).catch(() => known.delete(cells));
    }
    return known.get(cells);
  };
})();
