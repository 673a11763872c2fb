/* The rail: period chips and dates, categories with their counts, layer switches, the area chooser. All of it only rewrites the view. */
(() => {
  'use strict';
  const huitian = window.huitian = window.huitian || {};
  const {esc, text, count, span} = huitian.format;
  const painters = huitian.painters = huitian.painters || [];
  const SHOWN = 7;

  function drawPeriods({view, shell}) {
    for (const box of document.querySelectorAll('[data-panel="periods"]')) {
      box.innerHTML = shell.periods.map(p => `<button type="button" data-period="${p.word}" class="${p.word === view.period ? 'on' : ''}"
        aria-pressed="${p.word === view.period}" title="${esc(span(p.from, p.to, shell.today))}">${esc(p.name)}</button>`).join('');
    }
    const range = huitian.panels.box('range');
    if (!range) return;
    range.querySelector('[data-part="dates"]').textContent = span(view.from, view.to, shell.today);
    const pick = range.querySelector('.pick');
    if (!pick.firstElementChild) {
      pick.innerHTML = ['from', 'to'].map(k => `<label>${esc(text('date_' + k))}<input type="date" data-date="${k}" required></label>`).join('');
    }
    for (const input of pick.querySelectorAll('input')) Object.assign(input, {min: shell.first, max: shell.today, value: view[input.dataset.date]});
  }

  const isOn = (view, code) => !view.categories || view.categories.includes(code);

  const box_ = (codes, name, n, state, extra = '') => `<label class="ck ${extra ? 'rest' : ''}"><input type="checkbox" data-categories="${codes.join(' ')}"
    ${state === 1 ? 'checked' : ''} ${state === .5 ? 'data-half' : ''}><span title="${esc(name)}">${esc(name)}${extra}</span><b>${count(n)}</b></label>`;

  /* the most frequent ones by themselves, the rest as one line that opens */
  function drawCategories({view, areas}) {
    const box = huitian.panels.box('categories');
    if (!box) return;
    const counts = huitian.cube.sum(areas, {...huitian.panels.period(view), by: 'category'});
    const order = areas.categories.map((code, i) => ({code, name: areas.header.category_names[i], n: counts[i]}));
    order.sort((a, b) => (a.code === '') - (b.code === '') || b.n - a.n);
    const isLong = order.length > SHOWN + 1 && !box.dataset.open, head = isLong ? order.slice(0, SHOWN) : order, rest = isLong ? order.slice(SHOWN) : [];
    const some = rest.filter(c => isOn(view, c.code)).length, focused = document.activeElement && document.activeElement.dataset.categories;
    box.innerHTML = head.map(c => box_([c.code || 'none'], c.name, c.n, isOn(view, c.code) ? 1 : 0)).join('') + (rest.length
      ? box_(rest.map(c => c.code || 'none'), text('others', {n: rest.length}), rest.reduce((s, c) => s + c.n, 0), some === rest.length ? 1 : some ? .5 : 0,
        `<button type="button" class="linklike" data-act="open-categories">${esc(text('unfold'))}</button>`) : '');
    box.querySelectorAll('[data-half]').forEach(i => { i.indeterminate = true; });
    if (focused) { const again = box.querySelector(`[data-categories="${focused}"]`); if (again) again.focus(); }
  }

  /* names of areas step aside for a layer that has its own (components/switches.py does the same) */
  function layersOn() {
    const {layers, default_layers: usual} = huitian.view.shell, on = huitian.view.state.layers || usual;
    return layers.some(l => l.is_named && on.includes(l.name)) ? on.filter(name => name !== 'labels') : on;
  }

  function drawLayers({view, cells}) {
    for (const box of document.querySelectorAll('[data-switch] .sw-box:empty')) {
      box.innerHTML = `<input type="checkbox" role="switch" data-layer="${box.closest('[data-switch]').dataset.switch}">`;
    }
    const area = document.getElementById('area-choice');
    if (area) area.value = view.area;
    const on = layersOn();
    for (const input of document.querySelectorAll('input[data-layer]')) {
      input.checked = on.includes(input.dataset.layer);
      if (!input.checked || input.dataset.wasOff) huitian.map.show(input.dataset.layer, input.checked);
      input.dataset.wasOff = input.checked ? '' : '1';
    }
    for (const line of document.querySelectorAll('[data-legend]')) line.hidden = !on.includes(line.dataset.legend);
    const total = document.querySelector('[data-part="layer-count"]');
    if (total && cells) total.textContent = count(huitian.cube.sum(cells, {...huitian.panels.period(view), categories: view.categories}));
  }

  function toggleCategories(names, isOn) {
    const {state, areas} = huitian.view, chosen = new Set(state.categories || areas.categories);
    for (const name of names) { const code = name === 'none' ? '' : name; if (isOn) chosen.add(code); else chosen.delete(code); }
    const kept = areas.categories.filter(c => chosen.has(c));
    huitian.view.set({categories: kept.length === areas.categories.length || !kept.length ? null : kept});
  }

  function toggleLayer(name, isOn) {
    const {layers, default_layers: usual, most_layers: most} = huitian.view.shell, chosen = new Set(layersOn());
    if (isOn) chosen.add(name); else chosen.delete(name);
    const kept = layers.filter(l => chosen.has(l.name)), isTooMany = kept.filter(l => l.is_data).length > most;
    if (isTooMany) { huitian.plate.problem(text('most_layers', {most})); huitian.view.repaint(); return; }
    const names = kept.map(l => l.name).sort();
    huitian.view.set({layers: [...names].sort().join() === [...usual].sort().join() ? null : names});
  }

  function pickDate(input) {
    const {state} = huitian.view, dates = {from: state.from, to: state.to, [input.dataset.date]: input.value};
    if (!input.value || !input.checkValidity()) return;
    if (dates.from > dates.to) dates[input.dataset.date === 'from' ? 'to' : 'from'] = input.value;
    huitian.view.set({...dates, period: 'custom'});
  }

  document.addEventListener('change', ({target}) => {
    if (!huitian.view.state) return;
    if (target.dataset.categories) toggleCategories(target.dataset.categories.split(' '), target.checked);
    else if (target.dataset.layer) toggleLayer(target.dataset.layer, target.checked);
    else if (target.dataset.date) pickDate(target);
    else if (target.id === 'area-choice') huitian.view.set({area: target.value, cell: null, tab: ''});
  });

  document.addEventListener('click', ({target}) => {
    const period = target.closest('[data-period]');
    if (period && huitian.view.state) {
      const found = huitian.view.shell.periods.find(p => p.word === period.dataset.period);
      huitian.view.set({period: found.word, from: found.from, to: found.to});
    }
    if (target.closest('[data-act="all-categories"]')) huitian.view.set({categories: null});
    if (target.closest('[data-act="open-categories"]')) { huitian.panels.box('categories').dataset.open = '1'; huitian.view.repaint(); }
  });

  painters.push(given => { drawPeriods(given); drawCategories(given); drawLayers(given); });
})();
