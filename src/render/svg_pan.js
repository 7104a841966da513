// Pan, zoom and search for a call graph:
//   drag         moves the graph (a finger does too; two fingers zoom)
//   wheel, + -   zoom, the wheel at the pointer, the keys at the middle
//   arrow keys   move the graph
//   0, f, double click   fit the whole graph into the window
//   /, Ctrl-F    search: nodes whose names match stay, the others fade
//   Enter, n, N  go to the next match, or the previous one
//   Escape       end the search
// A link in a node is followed when it is clicked, not when a drag ends on it. Names are only compared, and never become markup.
// What is shown besides the graph is made here, so there is no help for keys where scripts do not run.
(function () {
  'use strict';

  const root = document.currentScript.ownerSVGElement;
  const STEP = 1.25;            // one press of + or -
  const STRIDE = 60;            // one press of an arrow key, in pixels
  const DRAG_FROM = 4;          // pixels; a shorter way is a click
  const MIN_SCALE = 0.01;
  const MAX_SCALE = 50;

  const FADED = '0.15';         // the opacity of what does not match a search
  const LEAST_READABLE = 0.6;   // a match is shown at this scale or a larger one

  let view;                     // the element that is moved
  let scale = 1, left = 0, top = 0; // its transform: window = graph * scale + (left, top)
  let fitted = true;            // the user has not moved it yet, so a new window size fits it anew
  let dragged = false;          // the pointer that is down has moved
  const fingers = new Map();    // pointer id -> its last place, for the pointers that are down

  function show() {
    view.setAttribute('transform', `matrix(${scale} 0 0 ${scale} ${left} ${top})`);
  }

  // Where the event or finger is, counted from the corner of the picture.
  function place(event) {
    const box = root.getBoundingClientRect();
    return {x: event.clientX - box.left, y: event.clientY - box.top};
  }

  function middle() {
    const box = root.getBoundingClientRect();
    return {x: box.width / 2, y: box.height / 2};
  }

  function move(dx, dy) {
    left += dx;
    top += dy;
    fitted = false;
    show();
  }

  // Zooms by `factor`; what is at `at` stays there.
  function zoom(factor, at) {
    const next = Math.min(MAX_SCALE, Math.max(MIN_SCALE, scale * factor));
    left = at.x - (at.x - left) * next / scale;
    top = at.y - (at.y - top) * next / scale;
    scale = next;
    fitted = false;
    show();
  }

  // Shows the whole graph in the middle of the window, no larger than Graphviz meant it (in points, 4/3 of a pixel).
  function fit() {
    const graph = view.getBBox();
    const room = root.getBoundingClientRect();
    if (!graph.width || !graph.height || !room.width || !room.height) return;
    scale = Math.min(4 / 3, room.width / graph.width, room.height / graph.height);
    left = (room.width - graph.width * scale) / 2 - graph.x * scale;
    top = (room.height - graph.height * scale) / 2 - graph.y * scale;
    fitted = true;
    show();
  }

  function onDown(event) {
    if (event.pointerType === 'mouse' && event.button !== 0) return;
    if (!fingers.size) dragged = false;
    fingers.set(event.pointerId, place(event));
  }

  function onMove(event) {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    if (!event.buttons) return onUp(event); // let go where we did not hear of it
    const now = place(event);
    if (!dragged && Math.hypot(now.x - before.x, now.y - before.y) < DRAG_FROM) return;
    if (!dragged) {
      // Not before it is a drag: a captured pointer's click would go to the root instead of to the link.
      dragged = true;
      root.setPointerCapture(event.pointerId);
    }
    fingers.set(event.pointerId, now);
    const other = [...fingers].find(([id]) => id !== event.pointerId);
    if (!other) {
      move(now.x - before.x, now.y - before.y);
      return;
    }
    const still = other[1];
    const apart = Math.hypot(before.x - still.x, before.y - still.y);
    if (apart) zoom(Math.hypot(now.x - still.x, now.y - still.y) / apart, still);
  }

  function onUp(event) {
    fingers.delete(event.pointerId);
  }

  function onClick(event) {
    if (!dragged) return;
    event.preventDefault();
    event.stopPropagation();
    dragged = false;
  }

  function onWheel(event) {
    event.preventDefault();
    const pixels = event.deltaY * (event.deltaMode === 1 ? 30 : event.deltaMode === 2 ? 600 : 1);
    zoom(Math.exp(-Math.max(-300, Math.min(300, pixels)) / 500), place(event));
  }

  // ---- Search and help ----

  const SVG = 'http://www.w3.org/2000/svg', XHTML = 'http://www.w3.org/1999/xhtml';
  const HELP = 'drag moves, wheel zooms, 0 or f fits, / searches';

  let help;                     // the line of text at the bottom
  let field, input;             // where the search is typed, and its place in the picture
  let matches = [], current = -1;

  function make(name, attributes, parent) {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    parent.appendChild(element);
    return element;
  }

  // What a node shows: its tooltip, which is the full name, and its text.
  function words(node) {
    const link = node.querySelector('a');
    const title = link && link.getAttributeNS('http://www.w3.org/1999/xlink', 'title');
    return [title, ...[...node.querySelectorAll('text')].map(text => text.textContent)].join('\n');
  }

  // A pattern that is no regular expression is looked for as it is. Capitals matter only if there are some in it.
  function matcher(pattern) {
    const flags = pattern === pattern.toLowerCase() ? 'i' : '';
    try {
      return new RegExp(pattern, flags);
    } catch (error) {
      return new RegExp(pattern.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), flags);
    }
  }

  function search() {
    const pattern = input.value && matcher(input.value);
    matches = [];
    current = -1;
    for (const part of view.querySelectorAll('.node, .edge')) {
      const found = pattern && part.classList.contains('node') && pattern.test(words(part));
      if (found) matches.push(part);
      part.style.opacity = pattern && !found ? FADED : '';
    }
    say();
  }

  function say() {
    const count = matches.length === 1 ? '1 node' : `${matches.length} nodes`;
    help.textContent = !input.value ? HELP
      : !matches.length ? 'no node matches'
      : current < 0 ? `${count}: Enter goes to the first, Escape ends the search`
      : `${current + 1} of ${count}: n and N go on and back, Escape ends the search`;
  }

  // Moves the next match, or with `by` -1 the previous one, into the middle.
  function step(by) {
    if (!matches.length) return;
    current = (current + by + (current < 0 && by < 0 ? 1 : 0) + matches.length) % matches.length;
    const node = matches[current].getBBox(), graph = view.getBBox(), at = middle();
    const inner = matches[current].getCTM(), outer = root.getCTM() || root.createSVGMatrix();
    const to = outer.inverse().multiply(inner);
    const x = node.x + node.width / 2, y = node.y + node.height / 2;
    if (!graph.width) return;
    move(at.x - (to.a * x + to.c * y + to.e), at.y - (to.b * x + to.d * y + to.f));
    if (scale < LEAST_READABLE) zoom(LEAST_READABLE / scale, at);
    say();
  }

  function openSearch() {
    field.style.display = '';
    input.focus();
    input.select();
  }

  function closeSearch() {
    input.value = '';
    field.style.display = 'none';
    input.blur();
    search();
  }

  function onInputKey(event) {
    event.stopPropagation();     // letters are not commands here
    if (event.key === 'Escape') closeSearch();
    else if (event.key === 'Enter') {
      step(event.shiftKey ? -1 : 1);
      input.blur();
    } else return;
    event.preventDefault();
  }

  function placeSearchAndHelp() {
    const room = root.getBoundingClientRect();
    help.setAttribute('y', room.height - 8);
    field.setAttribute('x', Math.max(0, room.width - 270));
  }

  function addSearchAndHelp() {
    help = make('text', {x: 8, 'font-family': 'sans-serif', 'font-size': 13, fill: '#666', 'pointer-events': 'none'}, root);
    field = make('foreignObject', {y: 8, width: 260, height: 32}, root);
    input = document.createElementNS(XHTML, 'input');
    input.setAttribute('type', 'text');
    input.setAttribute('placeholder', 'search (regular expression)');
    input.setAttribute('style', 'box-sizing: border-box; width: 100%; height: 28px; font: 14px sans-serif');
    input.addEventListener('input', search);
    input.addEventListener('keydown', onInputKey);
    for (const kind of ['pointerdown', 'dblclick', 'wheel']) field.addEventListener(kind, event => event.stopPropagation());
    field.appendChild(input);
    field.style.display = 'none';
    placeSearchAndHelp();
    say();
  }

  // ---- Keys, and the beginning ----

  const keys = {
    '0': fit,
    'f': fit,
    '+': () => zoom(STEP, middle()),
    '=': () => zoom(STEP, middle()),
    '-': () => zoom(1 / STEP, middle()),
    'ArrowLeft': () => move(STRIDE, 0),
    'ArrowRight': () => move(-STRIDE, 0),
    'ArrowUp': () => move(0, STRIDE),
    'ArrowDown': () => move(0, -STRIDE),
    '/': openSearch,
    'n': () => step(1),
    'N': () => step(-1),
    'Enter': () => step(1),
    'Escape': closeSearch,
  };

  function onKey(event) {
    if (event.ctrlKey && event.key === 'f') {
      event.preventDefault();
      openSearch();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || !Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    keys[event.key]();
  }

  function start() {
    view = root.getElementById('viewport');
    root.style.touchAction = 'none';  // the fingers are ours
    root.style.userSelect = 'none';   // a drag shall not mark text
    root.addEventListener('pointerdown', onDown);
    root.addEventListener('pointermove', onMove);
    root.addEventListener('pointerup', onUp);
    root.addEventListener('pointercancel', onUp);
    root.addEventListener('dragstart', event => event.preventDefault());
    root.addEventListener('click', onClick, true);
    root.addEventListener('dblclick', fit);
    root.addEventListener('wheel', onWheel, {passive: false});
    window.addEventListener('keydown', onKey);
    window.addEventListener('resize', () => {
      if (fitted) fit();
      placeSearchAndHelp();
    });
    addSearchAndHelp();
    fit();
  }

  // The script stands before the graph, so that has to be read first.
  if (document.readyState === 'complete') start();
  else window.addEventListener('load', start);
})();
