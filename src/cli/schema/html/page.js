'use strict';
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const svg = document.getElementById('picture');
const whole = svg.getAttribute('viewBox').split(' ').map(Number);
let view = whole.slice();
// Where the letters would be smaller than this, only the names of tables are drawn, as large as their boxes.
const smallest = 7;
const show = () => {
  svg.setAttribute('viewBox', view.join(' '));
  const scale = Math.min(svg.clientWidth / view[2], svg.clientHeight / view[3]);
  svg.classList.toggle('afar', 12 * scale < smallest);
};
const zoom = (factor, x = view[0] + view[2] / 2, y = view[1] + view[3] / 2) => {
  view = [x - (x - view[0]) * factor, y - (y - view[1]) * factor, view[2] * factor, view[3] * factor];
  show();
};
const at = (event) => {
  const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
  return [point.x, point.y];
};
svg.addEventListener('wheel', (event) => { event.preventDefault(); zoom(event.deltaY > 0 ? 1.15 : 1 / 1.15, ...at(event)); }, { passive: false });
let grip = null;
svg.addEventListener('pointerdown', (event) => { grip = at(event); });
svg.addEventListener('pointermove', (event) => {
  if (!grip || !event.buttons) return;
  const [x, y] = at(event);
  view[0] += grip[0] - x;
  view[1] += grip[1] - y;
  show();
});
show();
window.addEventListener('resize', show);
const edges = all('path', svg).map((path) => [path, path.dataset.from, path.dataset.to]);
const boxes = new Map(all('.box', svg).map((box) => [box.dataset.table, box]));
let chosen = null;
const distance = document.getElementById('distance');
const choose = (name) => {
  chosen = name;
  let near = new Set(name ? [name] : boxes.keys());
  for (let step = 0; name && step < Number(distance.value); step++) {
    const next = new Set(near);
    for (const [, from, to] of edges) {
      if (near.has(from)) next.add(to);
      if (near.has(to)) next.add(from);
    }
    near = next;
  }
  for (const [table, box] of boxes) {
    box.classList.toggle('dim', !near.has(table));
    box.classList.toggle('on', table === name);
  }
  for (const [path, from, to] of edges) path.classList.toggle('dim', !(near.has(from) && near.has(to)));
  if (!name || !boxes.has(name)) return;
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const table of near) {
    const box = boxes.get(table)?.getBBox();
    if (!box) continue;
    [left, top] = [Math.min(left, box.x), Math.min(top, box.y)];
    [right, bottom] = [Math.max(right, box.x + box.width), Math.max(bottom, box.y + box.height)];
  }
  view = [left - 40, top - 40, right - left + 80, bottom - top + 80];
  show();
};
boxes.forEach((box, name) => box.addEventListener('dblclick', () => { all('nav a').find((link) => link.dataset.table === name)?.click(); }));
boxes.forEach((box, name) => box.addEventListener('click', () => choose(name)));
distance.addEventListener('change', () => choose(chosen));
document.getElementById('all').addEventListener('click', () => { choose(null); view = whole.slice(); show(); });
document.getElementById('in').addEventListener('click', () => zoom(1 / 1.3));
document.getElementById('out').addEventListener('click', () => zoom(1.3));
const search = document.getElementById('search');
const severity = document.getElementById('severity');
const filter = () => {
  const words = search.value.toLowerCase();
  for (const item of all('nav li[data-text]')) item.hidden = !item.dataset.text.includes(words);
  for (const section of all('section')) section.hidden = !section.dataset.text.includes(words);
  for (const finding of all('.finding')) finding.hidden = severity.value !== '' && finding.dataset.severity !== severity.value;
};
search.addEventListener('input', filter);
severity.addEventListener('change', filter);
for (const link of all('nav a')) link.addEventListener('click', () => choose(link.dataset.table));
document.addEventListener('keydown', (event) => {
  if (event.key === '/' && document.activeElement !== search) { event.preventDefault(); search.focus(); }
  if (event.key === 'Escape') { search.value = ''; filter(); choose(null); search.blur(); }
  if (event.key === 'Enter' && document.activeElement === search) all('nav li[data-text]').find((item) => !item.hidden)?.querySelector('a').click();
  if (event.key === '+' && document.activeElement !== search) zoom(1 / 1.3);
  if (event.key === '-' && document.activeElement !== search) zoom(1.3);
});
