/* Names of the units on the map: count below, moved off hotspots and off each other. A name stands where its anchors allow, best first. */
(() => {
  'use strict';
  const huitian = window.huitian = window.huitian || {};
  const LINE = 1.19, GAP = 0.3;                   // of the size of a name
  const HEAT = 1, DISTANCE = 0.012;              // cost of a class under the text, and of a pixel away from the best anchor

  /* half width and half height of a name with or without its count, in px */
  function half(name, hasCount, size) {
    return [size * (name.length / 2 + GAP), size * ((hasCount ? 2 : 1) * LINE / 2 + 0.1)];
  }

  const overlaps = (a, b) => a.x0 < b.x1 && a.x1 > b.x0 && a.y0 < b.y1 && a.y1 > b.y0;
  const box = ({x, y}, [w, h]) => ({x0: x - w, x1: x + w, y0: y - h, y1: y + h});

  /* places: GeoJSON; counts: Map(code -> text) or null; heatAt(box) -> classes under a box; project([lon, lat]) -> {x, y}; size: of a name, px */
  function placed(places, {counts, heatAt, project, size}) {
    const taken = [], out = [];
    const units = places.features.filter(f => f.properties.kind === 'unit').sort((a, b) => a.properties.anchors.length - b.properties.anchors.length);
    for (const unit of units) {
      const {name, code} = unit.properties, count = counts ? counts.get(code) ?? null : null;
      const found = spot(unit, half(name, count !== null, size), {taken, heatAt, project}) ||
        (count !== null && spot(unit, half(name, false, size), {taken, heatAt, project}));
      if (!found) continue;
      taken.push(found.box);
      const isTall = found.box.y1 - found.box.y0 > 1.5 * LINE * size;
      out.push({type: 'Feature', geometry: {type: 'Point', coordinates: found.at},
        properties: {code, name, kind: 'unit', ...(count !== null && isTall ? {count} : {})}});
    }
    return {type: 'FeatureCollection', features: [...out, ...places.features.filter(f => f.properties.kind !== 'unit')]};
  }

  function spot(unit, extent, {taken, heatAt, project}) {
    let best = null;
    const home = project(unit.properties.anchors[0]);
    for (const at of unit.properties.anchors) {
      const point = project(at), area = box(point, extent);
      if (taken.some(b => overlaps(area, b))) continue;
      const cost = HEAT * heatAt(area) + DISTANCE * Math.hypot(point.x - home.x, point.y - home.y);
      if (!best || cost < best.cost) best = {at, box: area, cost};
    }
    return best;
  }

  huitian.names = {placed};
})();
