// What the keyboard walk asks of a page: which controls a keyboard must reach, and how the one in focus looks.
window.walk = (() => {
  const CONTROLS = 'a[href], area[href], button, input, select, textarea, summary, iframe, [tabindex], [contenteditable=true]';
  const RADIO = 'input[type=radio]';
  let previous = null;

  const style = element => {
    const s = getComputedStyle(element);
    return {
      outline: s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 1 && !/^rgba.*, 0\)$/.test(s.outlineColor) ? `${s.outlineStyle} ${s.outlineWidth} ${s.outlineColor}` : '',
      ring: s.boxShadow, border: s.borderTopColor + s.borderTopWidth + s.borderBottomColor + s.borderBottomWidth, background: s.backgroundColor,
    };
  };
  const before = new WeakMap();
  for (const element of document.querySelectorAll('*')) before.set(element, style(element));

  // A control drawn by its label (a box or a radio that is visually hidden) is seen where its label is.
  const drawn = element => {
    const box = element.getBoundingClientRect();
    return (box.width <= 1 || box.height <= 1 || getComputedStyle(element).opacity === '0') && element.labels?.length ? element.labels[0] : element;
  };
  const reachable = element => element.tabIndex >= 0 && !element.disabled && element.checkVisibility({visibilityProperty: true})
    && !element.closest('[inert], [hidden]') && !(element.matches(RADIO) && !leads(element)) && !(element.matches('summary') && !element.parentElement.matches('details'));
  const leads = radio => {
    const group = [...document.querySelectorAll(RADIO)].filter(other => other.name === radio.name && other.form === radio.form);
    return radio === (group.find(other => other.checked) || group[0]);
  };
  const describe = element => {
    const tag = element.cloneNode(false).outerHTML.replace(/<\/\w+>$/, '').slice(0, 140);
    return `${tag} « ${(element.getAttribute('aria-label') || element.innerText || '').trim().replace(/\s+/g, ' ').slice(0, 50)} »`;
  };
  const expected = [...document.querySelectorAll(CONTROLS)].filter(reachable);

  const colour = text => (text.match(/[\d.]+/g) || []).map(Number);
  const luminance = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const contrast = (a, b) => { const [x, y] = [luminance(a), luminance(b)].sort((m, n) => n - m); return (x + 0.05) / (y + 0.05); };
  const behind = element => {
    for (let at = element; at; at = at.parentElement) {
      const painted = colour(getComputedStyle(at).backgroundColor);
      if (painted.length === 3 || painted[3] > 0.9) return painted;
    }
    return [255, 255, 255];
  };
  const outlineContrast = element => {
    const s = getComputedStyle(element);
    if (s.outlineStyle === 'auto' || !s.outlineColor.startsWith('rgb')) return null;  // drawn by the browser, in two colours
    const line = colour(s.outlineColor);
    return Math.max(contrast(line, behind(element.parentElement || element)), contrast(line, behind(element)));
  };

  const seen = element => {
    const shown = drawn(element);
    for (const box of shown.getClientRects()) {
      for (const across of [0.5, 0.1, 0.9]) for (const down of [0.5, 0.15, 0.85]) {
        const x = box.left + box.width * across, y = box.top + box.height * down;
        if (x < 0 || y < 0 || x >= innerWidth || y >= innerHeight) continue;
        const top = document.elementFromPoint(x, y);
        if (top && (shown.contains(top) || top.contains(shown) && top !== document.documentElement && top !== document.body)) return true;
        if (top && element.labels && [...element.labels].some(label => label.contains(top))) return true;
      }
    }
    return false;
  };
  const marked = element => {
    const near = [element, drawn(element), element.parentElement, element.nextElementSibling].filter(Boolean);
    return near.some(one => {
      const now = style(one), then = before.get(one) || {};
      return (now.outline && now.outline !== then.outline) || now.ring !== then.ring || now.border !== then.border || now.background !== then.background;
    });
  };

  return {
    expected: expected.map(describe),
    // The control in focus, once the page has settled: its place among those expected (-1: none of them), and what is wrong with it.
    here: async () => {
      const element = document.activeElement;
      if (!element || element === document.body || element === document.documentElement) return null;
      const faults = () => {
        const wrong = [];
        if (!drawn(element).checkVisibility({visibilityProperty: true, opacityProperty: true}) || element.closest('[aria-hidden=true]')) wrong.push('takes the focus while hidden');
        else if (!seen(element)) wrong.push('is out of the window or covered while it has the focus');
        if (!marked(element)) wrong.push('shows no mark of the focus');
        return wrong;
      };
      await new Promise(requestAnimationFrame);
      if (faults().length) await new Promise(done => setTimeout(done, 350));
      const wrong = faults(), ratio = outlineContrast(element);
      const order = !previous || previous.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING;
      if (!order) wrong.push('comes in the order of focus before what precedes it in the page');
      previous = element;
      return {place: expected.indexOf(element), is: describe(element), wrong, ratio};
    },
  };
})();
