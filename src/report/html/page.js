'use strict';
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const form = document.getElementById('filter');
const findings = all('article').map((element) => ({
  element,
  rule: element.dataset.rule,
  severity: element.dataset.severity,
  more: element.querySelector('.more'),
  places: all('[data-path]', element).map((place) => ({ element: place, path: place.dataset.path.toLowerCase() })),
}));
const number = findings.reduce((sum, finding) => sum + finding.places.length, 0);

const start = (path, rule, buttons) => {
  const shown = document.getElementById('shown');
  const none = document.getElementById('none');
  const severities = buttons.map((button) => button.dataset.severity);
  const isOn = (button) => button.getAttribute('aria-pressed') === 'true';
  const apply = () => {
    const words = path.value.trim().toLowerCase();
    const on = new Set(buttons.filter(isOn).map((button) => button.dataset.severity));
    let count = 0;
    for (const finding of findings) {
      const fits = on.has(finding.severity) && (rule.value === '' || rule.value === finding.rule);
      let here = 0;
      for (const place of finding.places) {
        const matches = place.path.includes(words);
        place.element.hidden = !matches;
        here += matches;
      }
      finding.element.hidden = !fits || here === 0;
      if (words && finding.more) finding.more.open = true;
      count += fits ? here : 0;
    }
    shown.textContent = count === number ? `${number} shown` : `${count} of ${number} shown`;
    none.hidden = count > 0;
  };
  const write = () => {
    const state = new URLSearchParams();
    const on = buttons.filter(isOn).map((button) => button.dataset.severity);
    if (on.length < severities.length) state.set('severity', on.join(','));
    if (rule.value) state.set('rule', rule.value);
    if (path.value.trim()) state.set('path', path.value.trim());
    const hash = state.toString().replaceAll('%2F', '/').replaceAll('%2C', ',');
    history.replaceState(null, '', hash ? `#${hash}` : location.href.split('#')[0]);
    apply();
  };
  const set = (state) => {
    path.value = state.get('path') ?? '';
    rule.value = state.get('rule') ?? '';
    const on = state.get('severity')?.split(',') ?? severities;
    for (const button of buttons) button.setAttribute('aria-pressed', String(on.includes(button.dataset.severity)));
  };
  const reset = () => { set(new URLSearchParams()); write(); };
  const read = () => {
    if (!/^#(severity|rule|path)=/.test(location.hash)) return;
    set(new URLSearchParams(location.hash.slice(1)));
    apply();
  };
  path.addEventListener('input', write);
  rule.addEventListener('change', write);
  form.addEventListener('submit', (event) => event.preventDefault());
  for (const button of buttons) {
    button.addEventListener('click', () => { button.setAttribute('aria-pressed', String(!isOn(button))); write(); });
  }
  none.querySelector('button').addEventListener('click', reset);
  for (const link of all('a[data-filter]')) link.href = `#${link.dataset.filter}=${encodeURIComponent(link.dataset.value)}`;
  form.hidden = false;
  apply();
  read();

  let current = null;
  const go = (step) => {
    const visible = findings.map((finding) => finding.element).filter((element) => !element.hidden);
    const at = visible.indexOf(document.activeElement.closest('article') ?? current);
    const next = at < 0 ? (step > 0 ? 0 : visible.length - 1) : at + step;
    if (!visible[next]) return;
    current = visible[next];
    current.focus({ preventScroll: true });
    current.scrollIntoView({ block: 'start' });
  };
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape' && document.activeElement === path) { path.value = ''; write(); path.blur(); }
    if (document.activeElement.matches('input, select')) return;
    if (event.key === '/') { event.preventDefault(); path.focus(); path.select(); }
    if (event.key === 'j') go(1);
    if (event.key === 'k') go(-1);
  });
  return { read, reset };
};

const filters = form && start(document.getElementById('path'), document.getElementById('rule'), all('button', form));

// What a link leads to may be folded, or left out by a filter.
const reveal = () => {
  filters?.read();
  const target = document.getElementById(location.hash.slice(1));
  if (!target) return;
  if (target.hidden) {
    const hash = location.hash;
    filters?.reset();
    history.replaceState(null, '', hash);
  }
  if (target.tagName === 'DETAILS') target.open = true;
  target.scrollIntoView({ block: 'start' });
};
addEventListener('hashchange', reveal);
reveal();

let folded = [];
addEventListener('beforeprint', () => {
  folded = all('details:not([open])');
  for (const element of folded) element.open = true;
});
addEventListener('afterprint', () => {
  for (const element of folded) element.open = false;
});
