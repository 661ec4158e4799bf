/** Light and dark, wide and narrow: below 640 px a row of a table becomes a card. */
export const style = `
:root {
  color-scheme: light dark;
  --paper: light-dark(#f6f7f9, #0e1217);
  --sheet: light-dark(#ffffff, #161b22);
  --line: light-dark(#dde1e7, #2b333e);
  --ink: light-dark(#15202b, #e8edf3);
  --soft: light-dark(#53606f, #9aa7b6);
  --good: light-dark(#12703f, #57cf8b);
  --bad: light-dark(#b3202f, #ff8a8f);
  --in: light-dark(#0b5cad, #7db7ff);
  --out: light-dark(#a35200, #f0a057);
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace;
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 14px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
main { max-width: 1240px; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
header { display: flex; flex-wrap: wrap; gap: .25rem 1rem; align-items: baseline; justify-content: space-between; }
h1 { margin: 0; font-size: 1.35rem; }
#version, small { color: var(--soft); font-weight: 400; font-size: .85rem; }
h2 { margin: 1.75rem 0 .5rem; font-size: 1rem; }
#state { margin: 0; font-weight: 600; overflow-wrap: anywhere; }
.good { color: var(--good); }
.bad { color: var(--bad); }
.figures { display: grid; grid-template-columns: repeat(auto-fill, minmax(10rem, 1fr)); gap: .5rem; margin: 0; }
.figure { background: var(--sheet); border: 1px solid var(--line); border-radius: 8px; padding: .5rem .75rem; }
dt { color: var(--soft); font-size: .8rem; }
dd { margin: 0; font-size: 1.3rem; font-variant-numeric: tabular-nums; }
figure { margin: .5rem 0 0; background: var(--sheet); border: 1px solid var(--line); border-radius: 8px; padding: .75rem; }
svg { display: block; width: 100%; height: 100px; border-bottom: 1px solid var(--line); }
polyline { fill: none; stroke-width: 2; vector-effect: non-scaling-stroke; }
polyline.in { stroke: var(--in); }
polyline.out { stroke: var(--out); stroke-dasharray: 5 3; }
figcaption { color: var(--soft); font-size: .8rem; margin-top: .4rem; }
.key { border-bottom: 2px solid; color: var(--ink); }
.key.in { border-color: var(--in); }
.key.out { border-color: var(--out); border-bottom-style: dashed; }
table { width: 100%; border-collapse: collapse; background: var(--sheet); border: 1px solid var(--line); table-layout: auto; }
th, td { padding: .35rem .6rem; text-align: start; border-bottom: 1px solid var(--line); vertical-align: baseline; }
th { color: var(--soft); font-size: .8rem; font-weight: 600; white-space: nowrap; }
td { max-width: 22rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
td:first-child { font-family: var(--mono); font-size: .9em; }
#topics td:first-child { max-width: 40rem; width: 100%; }
.number, th:last-child { text-align: end; font-variant-numeric: tabular-nums; }
#clients-title + table th:nth-last-child(-n + 4) { text-align: end; }
.nothing { color: var(--soft); font-family: inherit; }
@media (max-width: 640px) {
  .figures { grid-template-columns: repeat(2, minmax(0, 1fr)); }
  thead, td:has(bdi:empty) { display: none !important; }
  table, tbody, tr, td { display: block; }
  tr { padding: .5rem .6rem; border-bottom: 1px solid var(--line); }
  td, #topics td:first-child { display: flex; justify-content: space-between; align-items: baseline; gap: 1rem; max-width: none; padding: .1rem 0; border: 0; white-space: normal; overflow-wrap: anywhere; }
  td > bdi { min-width: 0; text-align: end; }
  td::before { content: attr(data-name); color: var(--soft); font: .85rem system-ui, sans-serif; flex: none; }
  td.nothing { justify-content: flex-start; }
}
`;
