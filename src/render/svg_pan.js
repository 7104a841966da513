// Pan and zoom for a call graph:
//   drag         moves the graph (a finger does too; two fingers zoom)
//   wheel, + -   zoom, the wheel at the pointer, the keys at the middle
//   arrow keys   move the graph
//   0, f, double click   fit the whole graph into the window
// A link in a node is followed when it is clicked, not when a drag ends on it. Nothing here reads names in the graph.
(function () {
  'use strict';

  const root = document.currentScript.ownerSVGElement;
  const STEP = 1.25;            // one press of + or -
  const STRIDE = 60;            // one press of an arrow key, in pixels
  const DRAG_FROM = 4;          // pixels; a shorter way is a click
  const MIN_SCALE = 0.01;
  const MAX_SCALE = 50;

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
  };

  function onKey(event) {
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
    window.addEventListener('resize', () => { if (fitted) fit(); });
    fit();
  }

  // The script stands before the graph, so that has to be read first.
  if (document.readyState === 'complete') start();
  else window.addEventListener('load', start);
})();
