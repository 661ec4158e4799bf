/** What a benchmark page needs beside the style that all reports share. */
export const benchStyle = `
:root {
  --series-1: light-dark(#1c6dd0, #6cabff);
  --series-2: light-dark(#d4480b, #ff9557);
  --series-3: light-dark(#0a7d50, #4fc78d);
  --series-4: light-dark(#9533b0, #d78ff2);
  --series-5: light-dark(#8f6200, #e3b83f);
  --series-6: light-dark(#b8216a, #ff86bb);
  --series-7: light-dark(#0b7c8c, #4fc4d6);
  --series-8: light-dark(#55606e, #aab5c2);
}
.is-valid { --tone: var(--good); --tint: var(--good-tint); --fill: var(--good-fill); }
.is-died { --tone: var(--bad); --tint: var(--bad-tint); --fill: var(--bad-fill); }
.is-generator-bound, .is-interrupted, .is-error { --tone: var(--warning); --tint: var(--warning-tint); --fill: var(--warning-fill); }
.is-skipped, .is-not-measured { --tone: var(--absent); --tint: var(--absent-tint); --fill: var(--absent-fill); }
.page-head .lead { font-size: 1.05rem; margin: -.6rem 0 1rem; }
.contents { display: flex; flex-wrap: wrap; gap: .3rem 1.1rem; list-style: none; margin-top: 1.2rem; font-size: .9rem; }
.page { max-width: 1240px; }
.cards { align-items: start; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); }
.cards .card { max-width: 40rem; padding: 1rem 1.15rem; }
.card .badge { font-size: .85rem; padding: .15rem .65rem; }
.sign { color: var(--tone); font-weight: 700; }
.swatch { display: inline-block; width: .72em; height: .72em; border-radius: 3px; background: var(--swatch); margin-inline-end: .5em; }
.headline { margin-top: .7rem; font-size: .88rem; font-variant-numeric: tabular-nums; }
.headline th, .headline td { padding: .18rem 0 .18rem .7rem; text-align: end; white-space: nowrap; }
.headline th:first-child { padding-inline-start: 0; text-align: start; }
.headline thead th { color: var(--soft); font-weight: 500; font-size: .78rem; }
.headline tbody th { font-weight: 500; }
.headline td:nth-child(2) { font-weight: 650; }
.card .why { margin-top: .6rem; font-size: .88rem; color: var(--tone); overflow-wrap: anywhere; }
.stage-head { display: flex; flex-wrap: wrap; align-items: baseline; gap: .2rem .9rem; }
.stage-head p { color: var(--soft); font-size: .9rem; }
.numbers { background: var(--sheet); border: 1px solid var(--line); border-radius: var(--round); margin-top: .8rem; font-size: .84rem; font-variant-numeric: tabular-nums; }
.numbers caption { text-align: start; color: var(--soft); padding-bottom: .4rem; }
.numbers th, .numbers td { padding: .42rem .45rem; border-bottom: 1px solid var(--line); white-space: nowrap; text-align: end; vertical-align: baseline; }
.numbers tbody:last-child tr:last-child > * { border-bottom: 0; }
.numbers thead th { background: var(--sunk); color: var(--soft); font-weight: 500; font-size: .93em; }
.numbers thead tr:first-child th:first-child { border-top-left-radius: var(--round); }
.numbers thead tr:first-child th:last-child { border-top-right-radius: var(--round); }
.numbers .group-head { text-align: center; border-inline-start: 1px solid var(--line); font-weight: 600; }
.numbers .begin { border-inline-start: 1px solid var(--line); }
.numbers th.text, .numbers td.text { text-align: start; }
.numbers td.long { white-space: normal; overflow-wrap: anywhere; min-width: 12rem; }
.numbers tbody th { font-weight: 600; text-align: start; }
.numbers .status { display: block; font-weight: 500; font-size: .88em; color: var(--tone); }
.numbers .tool > * { color: var(--soft); font-weight: 400; background: color-mix(in srgb, var(--sunk) 45%, transparent); }
.numbers .rate { font-weight: 650; }
.numbers small, .headline small { color: var(--soft); font-size: .85em; font-weight: 400; margin-inline-start: .25em; }
.stacked small { display: block; margin: 0; }
.numbers .bad { color: var(--bad); font-weight: 650; background: var(--bad-tint); }
.numbers .warn { color: var(--warning); font-weight: 600; }
.headline .warn { color: var(--warning); }
.headline .bad { color: var(--bad); font-weight: 650; }
.bound { color: var(--warning); font-weight: 700; }
.footnote { color: var(--soft); font-size: .86rem; margin-top: .5rem; max-width: 95ch; }
.footnote b { color: var(--warning); }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 30rem), 1fr)); gap: 1rem; margin-top: 1.1rem; }
.charts figure { margin: 0; min-width: 0; background: var(--sheet); border: 1px solid var(--line); border-radius: var(--round); padding: .9rem 1rem .6rem; }
.charts figcaption { font-size: .86rem; color: var(--soft); margin-bottom: .5rem; min-height: 2.6em; }
.charts figcaption b { display: block; color: var(--ink); font-size: 1.05em; }
.chart { display: block; width: 100%; height: auto; overflow: visible; font: 11.5px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
.chart text { white-space: pre; }
.remarks { display: grid; gap: .6rem; margin-top: 1rem; list-style: none; }
.remark { border: 1px solid var(--line); border-inline-start: 4px solid var(--fill, var(--absent-fill)); border-radius: 8px; background: var(--sheet); padding: .6rem .9rem; font-size: .92rem; overflow-wrap: anywhere; }
.remark h4 { color: var(--tone); font-size: 1em; }
.remark h4 span { color: var(--soft); font-weight: 400; }
.remark .place { color: var(--soft); }
.remark .publish { font-weight: 650; margin-top: .3rem; }
.remark ul { list-style: none; margin-top: .3rem; }
.remark ul li::before { content: "→ "; color: var(--soft); }
.fold-box { margin-top: .7rem; }
.fold-box > summary { cursor: pointer; color: var(--link); font-size: .92rem; }
.fold-box > pre { background: var(--sunk); border-radius: 8px; padding: .8rem 1rem; overflow-x: auto; font-size: .85rem; margin: .6rem 0 0; }
.glossary dt { flex-basis: 10.5rem; }
.terms { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 30rem), 1fr)); gap: .5rem 2rem; margin: .8rem 0 1.4rem; }
.terms div { break-inside: avoid; }
.terms dt { color: var(--ink); font-weight: 600; }
@media (max-width: 40rem) {
  .numbers tbody th, .numbers thead tr:first-child th:first-child { position: sticky; inset-inline-start: 0; background: var(--sheet); z-index: 1; }
  .charts figure { padding: .7rem .5rem .4rem; }
}
@media print { .fold-box > summary { color: inherit; } .charts figure, .remark { break-inside: avoid; } }
`;
