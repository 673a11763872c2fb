/* What a machine can see wrong with a wall as it stands: text cut off, overlapping, too small (`least` of the height), too faint; boxes that overlap. */
({least, contrast}) => {
  const out = {cut: [], overlap: [], small: [], faint: [], boxes: [], scroll: []}, wall = document.querySelector('.wall'), high = innerHeight, near = high * 0.0015;
  const lum = c => { const [r, g, b] = c.map(v => { v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; }); return .2126 * r + .7152 * g + .0722 * b; };
  const rgba = s => { const m = (s || '').match(/[\d.]+/g); if (!m || s === 'none') return [0, 0, 0, 0]; const [r, g, b, a] = m.map(Number); return [r, g, b, a === undefined ? 1 : a]; };
  const over = (top, under) => [0, 1, 2].map(i => top[i] * top[3] + under[i] * (1 - top[3]));
  const chain = e => { const all = []; for (; e; e = e.parentElement) all.push(e); return all; };
  /* the colour under an element; of stripes the worst for light text is their lightest: those are looked at by eye */
  const under = e => chain(e).reverse().reduce((c, one) => over(rgba(getComputedStyle(one).backgroundColor), c), [11, 16, 22]);
  const isSeen = e => chain(e).every(one => { const s = getComputedStyle(one); return s.visibility !== 'hidden' && s.display !== 'none' && +s.opacity > .05; });
  const clips = s => ['hidden', 'clip', 'auto', 'scroll'];
  const texts = [];
  const walker = document.createTreeWalker(wall, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const e = node.parentElement, text = node.textContent.trim();
    if (!text || e.closest('title, desc, style, script, .sr, .sr-only, [data-unseen], .maplibregl-ctrl, .js-plotly-plot') || !isSeen(e)) continue;
    const range = document.createRange(); range.selectNodeContents(node);
    const rects = [...range.getClientRects()].filter(r => r.width > 1 && r.height > 1);
    if (!rects.length) continue;
    const name = text.slice(0, 24), style = getComputedStyle(e), isSvg = e instanceof SVGElement;
    const scale = isSvg && e.getScreenCTM ? Math.hypot(e.getScreenCTM().a, e.getScreenCTM().b) : 1, px = parseFloat(style.fontSize) * scale;
    if (px < high * least - .05) out.small.push(`${name} ${(100 * px / high).toFixed(2)} %`);
    const paint = rgba(isSvg ? style.fill : style.color), back = under(isSvg ? e.ownerSVGElement.parentElement : e), shown = over(paint, back);
    const [a, z] = [lum(shown), lum(back)], ratio = (Math.max(a, z) + .05) / (Math.min(a, z) + .05);
    if (ratio < contrast && !e.closest('[data-on]')) out.faint.push(`${name} ${ratio.toFixed(1)}:1`);
    for (const r of rects) {
      /* line boxes are higher than letters: the middle six tenths are what is read */
      const box = {left: r.left, right: r.right, top: r.top + r.height * .2, bottom: r.bottom - r.height * .2, name, e};
      if (box.left < -near || box.top < -near || box.right > innerWidth + near || box.bottom > high + near) out.cut.push(`${name} beyond the screen`);
      for (const one of chain(e)) {
        const s = getComputedStyle(one);
        if (s.overflowX === 'visible' && s.overflowY === 'visible') continue;
        const c = one.getBoundingClientRect();
        if (box.left < c.left - near || box.right > c.right + near || box.top < c.top - near || box.bottom > c.bottom + near) {
          if (!(style.textOverflow === 'ellipsis' && (e.title || e.closest('[title]')))) out.cut.push(`${name} in ${one.className.baseVal || one.className || one.tagName}`);
          break;
        }
      }
      texts.push(box);
    }
  }
  for (let i = 0; i < texts.length; i++) for (let j = i + 1; j < texts.length; j++) {
    const [a, b] = [texts[i], texts[j]];
    if (a.e === b.e || a.e.closest('#wall-banners') || b.e.closest('#wall-banners')) continue;
    const w = Math.min(a.right, b.right) - Math.max(a.left, b.left), h = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (w > near && h > near) out.overlap.push(`${a.name} × ${b.name}`);
  }
  const slots = [...wall.querySelectorAll('[data-slot]')].filter(isSeen).map(e => [e, e.getBoundingClientRect()]);
  for (let i = 0; i < slots.length; i++) {
    const [e, a] = slots[i];
    if (a.left < -near || a.top < -near || a.right > innerWidth + near || a.bottom > high + near) out.boxes.push(`${e.dataset.slot} beyond the screen`);
    if (!a.width || !a.height) out.boxes.push(`${e.dataset.slot} is empty`);
    for (const [f, b] of slots.slice(i + 1)) {
      if (e.contains(f) || f.contains(e)) continue;
      if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1) out.boxes.push(`${e.dataset.slot} × ${f.dataset.slot}`);
    }
  }
  if (document.documentElement.scrollWidth > innerWidth + 1 || document.documentElement.scrollHeight > high + 1) out.scroll.push(`${document.documentElement.scrollWidth} × ${document.documentElement.scrollHeight}`);
  for (const kind in out) out[kind] = [...new Set(out[kind])];
  return out;
}
