/** Folding, filtering, copying, and opening what a link points at. The page is whole without it. */
export const script = `
'use strict';
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const root = document.documentElement;
  root.classList.add('js');

  const sections = all('[data-section]');
  const setOpen = (body, open) => {
    body.classList.toggle('closed', !open);
    body.querySelector('.fold').setAttribute('aria-expanded', String(open));
  };
  for (const body of sections) {
    setOpen(body, false);
    body.querySelector('.section-row').addEventListener('click', (event) => {
      if (!event.target.closest('a')) setOpen(body, body.classList.contains('closed'));
    });
  }
  const fold = document.querySelector('[data-fold]');
  fold?.addEventListener('click', () => {
    const open = fold.getAttribute('aria-pressed') !== 'true';
    fold.setAttribute('aria-pressed', String(open));
    fold.textContent = open ? 'Close all sections' : 'Open all sections';
    for (const body of sections) setOpen(body, open);
  });

  const search = document.querySelector('[data-search]');
  const chips = all('[data-state]');
  const items = all('.statement-row, [data-card]')
    .map((element) => ({ element, states: element.dataset.states.split(' '), text: '' }));
  const textOf = (item) => (item.text ||= (item.element.textContent + ' ' + (item.element.dataset.keys ?? '')).toLowerCase());
  const filter = () => {
    const words = (search?.value ?? '').toLowerCase().split(/\\s+/).filter(Boolean);
    const wanted = chips.filter((chip) => chip.getAttribute('aria-pressed') === 'true').map((chip) => chip.dataset.state);
    const active = words.length > 0 || wanted.length > 0;
    for (const item of items) {
      const fits = (wanted.length === 0 || item.states.some((state) => wanted.includes(state)))
        && words.every((word) => textOf(item).includes(word));
      item.element.hidden = !fits;
    }
    let rows = 0;
    for (const body of sections) {
      const left = all('.statement-row:not([hidden])', body).length;
      rows += left;
      body.hidden = left === 0;
      setOpen(body, active);
    }
    for (const group of all('[data-group]'))
      group.hidden = all(':scope > details:not([hidden])', group).length === 0;
    const none = document.querySelector('.no-match');
    if (none) none.hidden = rows > 0;
  };
  let timer = 0;
  search?.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(filter, 120); });
  for (const chip of chips) chip.addEventListener('click', () => {
    chip.setAttribute('aria-pressed', String(chip.getAttribute('aria-pressed') !== 'true'));
    filter();
  });
  document.querySelector('[data-reset]')?.addEventListener('click', () => {
    if (search) search.value = '';
    for (const chip of chips) chip.setAttribute('aria-pressed', 'false');
    filter();
  });

  for (const button of all('[data-copy]')) button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(button.parentElement.querySelector('code').textContent);
      button.textContent = 'Copied';
    } catch {
      getSelection()?.selectAllChildren(button.parentElement.querySelector('code'));
      button.textContent = 'Selected';
    }
    setTimeout(() => { button.textContent = 'Copy'; }, 1500);
  });

  const reveal = () => {
    const element = location.hash.length > 1 ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
    if (!element) return;
    if (element.matches('[data-section]')) setOpen(element, true);
    const card = element.closest('[data-card]');
    if (card) {
      card.hidden = false;
      card.open = true;
      card.closest('[data-group]').hidden = false;
    }
    element.scrollIntoView({ block: 'start' });
  };
  addEventListener('hashchange', reveal);
  reveal();
})();
`;
