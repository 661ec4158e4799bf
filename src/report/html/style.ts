/** The look of a report: light and dark, print, and narrow screens. States are told by sign and word as well. */
export const style = `
:root {
  color-scheme: light dark;
  --paper: light-dark(#f6f7f9, #0e1217);
  --sheet: light-dark(#ffffff, #161b22);
  --sunk: light-dark(#eff1f4, #1d242d);
  --line: light-dark(#dde1e7, #2b333e);
  --ink: light-dark(#15202b, #e8edf3);
  --soft: light-dark(#53606f, #9aa7b6);
  --link: light-dark(#0b5cad, #7db7ff);
  --good: light-dark(#12703f, #57cf8b);
  --good-tint: light-dark(#e3f5ea, #12301f);
  --good-fill: light-dark(#2f9e63, #3fae72);
  --bad: light-dark(#b3202f, #ff8a8f);
  --bad-tint: light-dark(#fdeaec, #3a171b);
  --bad-fill: light-dark(#d13a48, #e5545f);
  --warning: light-dark(#845400, #f0bb57);
  --warning-tint: light-dark(#fdf2da, #352810);
  --warning-fill: light-dark(#dfa02c, #d99a2b);
  --open: light-dark(#5b45a8, #b9a6ff);
  --open-tint: light-dark(#efecfb, #251f3d);
  --open-fill: light-dark(#8a76d6, #8f7be0);
  --absent: light-dark(#5d6875, #93a0af);
  --absent-tint: light-dark(#eceff2, #222a33);
  --absent-fill: light-dark(#c2c9d1, #47525f);
  --mono: ui-monospace, SFMono-Regular, "Cascadia Code", Menlo, Consolas, "Liberation Mono", monospace;
  --round: 10px;
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
.page { max-width: 1180px; margin: 0 auto; padding: 2.5rem 1.5rem 4rem; }
a { color: var(--link); text-underline-offset: .15em; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 4px; }
code, pre, .id, .hex, .case-name, .packet { font-family: var(--mono); }
code { font-size: .9em; overflow-wrap: anywhere; }
h1, h2, h3, h4, p, dl, dd, ul, fieldset { margin: 0; padding: 0; }
fieldset { border: 0; }
[hidden] { display: none !important; }
.visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 1rem; top: 1rem; background: var(--sheet); padding: .5rem 1rem; z-index: 9; }
html:not(.js) .needs-script { display: none; }
.lead { color: var(--soft); max-width: 75ch; margin-top: .25rem; }
.number { font-variant-numeric: tabular-nums; color: var(--soft); font-weight: 500; }

.is-passed { --tone: var(--good); --tint: var(--good-tint); --fill: var(--good-fill); }
.is-failed { --tone: var(--bad); --tint: var(--bad-tint); --fill: var(--bad-fill); }
.is-warned { --tone: var(--warning); --tint: var(--warning-tint); --fill: var(--warning-fill); }
.is-inconclusive { --tone: var(--open); --tint: var(--open-tint); --fill: var(--open-fill); }
.is-not-applicable { --tone: var(--absent); --tint: var(--absent-tint); --fill: var(--absent-fill); }
.tone-good { --tone: var(--good); --tint: var(--good-tint); --fill: var(--good-fill); }
.tone-bad { --tone: var(--bad); --tint: var(--bad-tint); --fill: var(--bad-fill); }
.tone-warning { --tone: var(--open); --tint: var(--open-tint); --fill: var(--open-fill); }

.eyebrow { color: var(--soft); font-size: .8rem; font-weight: 600; letter-spacing: .08em; text-transform: uppercase; }
h1 { font-size: clamp(1.7rem, 4vw, 2.5rem); line-height: 1.15; letter-spacing: -.02em; margin: .15rem 0 1rem; overflow-wrap: anywhere; }
main > section, footer { margin-top: 3rem; }
main h2, footer h2 { font-size: 1.35rem; letter-spacing: -.01em; }
.facts { display: flex; flex-wrap: wrap; gap: .35rem 2rem; font-size: .9rem; }
.facts div { display: flex; gap: .5rem; min-width: 0; }
.facts .wide { flex-basis: 100%; }
.facts dt { color: var(--soft); }
.alarm { margin-top: 1rem; padding: .7rem 1rem; border-radius: var(--round); background: var(--warning-tint); color: var(--warning); border: 1px solid currentColor; }

.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 27rem), 1fr)); gap: 1.25rem; margin-top: 1.75rem; }
.card { background: var(--sheet); border: 1px solid var(--line); border-top: 4px solid var(--fill); border-radius: var(--round); padding: 1.25rem 1.4rem; min-width: 0; display: flex; flex-direction: column; }
.card-head { display: flex; justify-content: space-between; align-items: flex-start; gap: 1rem; }
.card-head > div { min-width: 0; }
.card h2 { font-size: 1.25rem; overflow-wrap: anywhere; }
.where { color: var(--soft); font-size: .88rem; overflow-wrap: anywhere; }
.badge { flex: none; background: var(--tint); color: var(--tone); border: 1px solid color-mix(in srgb, var(--tone) 35%, transparent); font-weight: 650; font-size: .92rem; padding: .25rem .75rem; border-radius: 99px; white-space: nowrap; }
.conclusion { margin: .9rem 0 .2rem; font-weight: 550; overflow-wrap: anywhere; }
.version { margin-top: .9rem; display: grid; grid-template-columns: 1fr auto; gap: .3rem 1rem; align-items: baseline; }
.version h3 { font-size: .92rem; }
.version .unit { grid-column: 2; grid-row: 1; color: var(--soft); font-size: .85rem; }
.version .bar { grid-column: 1 / -1; height: 12px; }
.version .legend { grid-column: 1 / -1; }
.legend { display: flex; flex-wrap: wrap; gap: .1rem 1rem; list-style: none; font-size: .85rem; color: var(--tone); }
.legend li { color: var(--tone); }
.bar { display: flex; gap: 2px; height: 6px; border-radius: 99px; overflow: hidden; background: var(--sunk); }
.bar i { flex: 1 1 0; min-width: 3px; background: var(--fill); }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .5rem; margin-top: 1.1rem; }
.tiles div { display: flex; flex-direction: column-reverse; justify-content: flex-end; padding: .5rem .6rem; border-radius: 8px; background: var(--tint, var(--sunk)); color: var(--tone, var(--soft)); }
.tiles dd { font-size: 1.35rem; font-weight: 650; line-height: 1.2; font-variant-numeric: tabular-nums; }
.tiles dt { font-size: .76rem; line-height: 1.25; }
.tiles .zero { background: var(--sunk); color: var(--soft); }
.more { margin-top: 1rem; font-size: .88rem; }
.more summary { color: var(--soft); cursor: pointer; }
.chips { display: flex; flex-wrap: wrap; gap: .3rem; list-style: none; margin-top: .5rem; }
.chips li { background: var(--sunk); border-radius: 6px; padding: .05rem .5rem; font-size: .82rem; overflow-wrap: anywhere; }

.controls { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; margin: 1rem 0 .75rem; }
.controls fieldset { display: flex; flex-wrap: wrap; gap: .35rem; }
.controls input { font: inherit; color: inherit; background: var(--sheet); border: 1px solid var(--line); border-radius: 99px; padding: .35rem .9rem; width: min(18rem, 70vw); }
.controls input::placeholder { color: var(--soft); opacity: 1; }
.chip, .no-match button, .command button { font: inherit; font-size: .88rem; color: var(--ink); background: var(--sheet); border: 1px solid var(--line); border-radius: 99px; padding: .3rem .8rem; cursor: pointer; }
.chip[data-state] { color: var(--tone); }
.chip:hover, .command button:hover, .no-match button:hover { border-color: currentColor; }
.chip[aria-pressed="true"] { background: var(--tint, var(--sunk)); border-color: currentColor; box-shadow: inset 0 0 0 1px currentColor; }

.table-frame { overflow-x: auto; position: relative; }
table { border-collapse: separate; border-spacing: 0; width: 100%; font-size: .92rem; }
th { text-align: start; font-weight: 600; }
.matrix { background: var(--sheet); border: 1px solid var(--line); border-radius: var(--round); }
.matrix th, .matrix td { border-bottom: 1px solid var(--line); padding: .4rem .6rem; }
.matrix tbody:last-child tr:last-child > * { border-bottom: 0; }
.matrix thead th { background: var(--sunk); }
.matrix .corner { border-top-left-radius: var(--round); vertical-align: bottom; min-width: 13rem; color: var(--soft); font-weight: 500; font-size: .85rem; }
.target-head { text-align: center; border-inline-start: 1px solid var(--line); overflow-wrap: anywhere; }
.target-head:last-child { border-top-right-radius: var(--round); }
.version-head { text-align: center; font-weight: 500; color: var(--soft); font-size: .85rem; width: 6.2rem; min-width: 4.6rem; white-space: nowrap; }
.version-head::before { content: "MQTT "; }
.section-row { cursor: pointer; }
.js .section-row:hover > * { background: var(--sunk); }
.fold { all: unset; font-weight: 600; cursor: pointer; display: block; }
.fold:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 4px; }
.fold .number { display: inline-block; min-width: 2.4rem; }
.js .fold::before { content: ""; display: inline-block; width: .42em; height: .42em; margin: 0 .6em .12em .1em; border-right: 2px solid var(--soft); border-bottom: 2px solid var(--soft); transform: rotate(45deg); transition: transform .12s; }
.js .closed .fold::before { transform: rotate(-45deg); }
.js .closed .statement-row { display: none; }
.tally { text-align: center; }
.tally .score { display: block; font-variant-numeric: tabular-nums; font-weight: 600; white-space: nowrap; }
.tally .score b { color: var(--tone); margin-inline-end: .25em; }
.tally .of { color: var(--soft); font-weight: 400; }
.tally .bar { margin-top: .25rem; height: 5px; }
.statement-row > th { font-weight: 400; padding-inline-start: 1.9rem; }
.statement-row > th a { text-decoration: none; white-space: nowrap; }
.statement-row > th a:hover { text-decoration: underline; }
.statement-row .summary { color: var(--soft); display: block; max-width: 75ch; }
.id { font-size: .88em; font-weight: 600; }
.edition { display: inline-block; font: 600 .72rem/1.5 var(--mono); color: var(--soft); background: var(--sunk); border-radius: 4px; padding: 0 .4em; vertical-align: .08em; }
.cell { padding: 0 !important; text-align: center; background: var(--tint); }
.cell a { display: block; padding: .45rem .3rem; color: var(--tone); font-weight: 700; text-decoration: none; }
.cell a:hover { box-shadow: inset 0 0 0 2px currentColor; }
.none { background: repeating-linear-gradient(135deg, transparent 0 6px, color-mix(in srgb, var(--line) 45%, transparent) 6px 7px); }
.no-match { margin-top: 1rem; }

.group { margin-top: 1.5rem; }
.group h3 { font-size: 1.05rem; }
.count { font-weight: 500; color: var(--soft); }
.case, .entry { background: var(--sheet); border: 1px solid var(--line); border-radius: 8px; margin-top: .5rem; }
.case { border-inline-start: 4px solid var(--fill); }
[data-card]:has(> :target) { box-shadow: 0 0 0 3px color-mix(in srgb, var(--link) 40%, transparent); }
.case > summary { display: flex; flex-wrap: wrap; gap: .1rem .6rem; align-items: baseline; padding: .55rem .9rem; cursor: pointer; list-style: none; }
.case > summary::-webkit-details-marker, .entry > summary::-webkit-details-marker { display: none; }
.mark { color: var(--tone); font-weight: 700; }
.case-name { font-size: .9rem; font-weight: 650; overflow-wrap: anywhere; }
.gist { flex: 1 1 20rem; min-width: 0; color: var(--soft); font-size: .9rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.case[open] > summary .gist { visibility: hidden; }
.case > summary::after, .entry > summary::after { content: ""; flex: none; align-self: center; width: .42em; height: .42em; margin-inline: .3em .1em; border-right: 2px solid var(--soft); border-bottom: 2px solid var(--soft); transform: rotate(45deg) translate(-.15em, -.15em); }
[data-card][open] > summary::after { transform: rotate(225deg) translate(-.1em, -.1em); }
.case-body, .entry-body { scroll-margin-top: 3.5rem; }
.case-body, .entry-body { padding: .2rem .9rem 1.1rem; border-top: 1px solid var(--line); }
.case-facts { color: var(--soft); font-size: .88rem; margin-top: .6rem; }
.case-body h4 { font-size: .88rem; margin: 1.1rem 0 .35rem; }
.reason { margin-top: .6rem; overflow-wrap: anywhere; }
.finding { margin-top: .8rem; padding: .8rem 1rem; border-radius: 8px; background: var(--bad-tint); }
.finding.level-should { background: var(--warning-tint); }
.blamed { list-style: none; }
.blamed li { overflow-wrap: anywhere; }
.keyword { font-size: .78rem; font-weight: 700; letter-spacing: .02em; }
.finding dl { display: grid; grid-template-columns: max-content 1fr; gap: .35rem 1rem; margin-top: .6rem; }
.finding dt { color: var(--soft); }
.finding dd { min-width: 0; overflow-wrap: anywhere; }
.allowed { list-style: none; }
.allowed li + li::before { content: "or "; color: var(--soft); }
.actual { font-weight: 600; color: var(--bad); }
.level-should .actual { color: var(--warning); }
.transcript { font-size: .86rem; border: 1px solid var(--line); border-radius: 8px; }
.transcript th, .transcript td { padding: .3rem .6rem; vertical-align: top; border-bottom: 1px solid var(--line); }
.transcript tbody tr:last-child td { border-bottom: 0; }
.transcript thead th { color: var(--soft); font-weight: 500; background: var(--sunk); }
.transcript .ms { text-align: end; font-variant-numeric: tabular-nums; color: var(--soft); white-space: nowrap; }
.transcript .peer { white-space: nowrap; }
.transcript .arrow { font-weight: 700; text-align: center; }
.transcript .sent .arrow { color: var(--link); }
.transcript .received .arrow { color: var(--good); }
.transcript .event .packet { font-family: inherit; font-style: italic; }
.transcript .packet { overflow-wrap: anywhere; }
.hex { display: block; color: var(--soft); margin-top: .15rem; font-size: .8rem; }
.ends { margin-top: .6rem; font-size: .9rem; overflow-wrap: anywhere; }
.command { display: flex; gap: .5rem; align-items: flex-start; }
.command pre { flex: 1; min-width: 0; margin: 0; padding: .5rem .8rem; background: var(--sunk); border-radius: 8px; overflow-x: auto; font-size: .85rem; }
.command pre code { overflow-wrap: normal; font-size: inherit; }
.command button { flex: none; }

.entry { margin-top: .3rem; }
.entry > summary { display: flex; flex-wrap: wrap; gap: .1rem .5rem; align-items: baseline; padding: .4rem .9rem; cursor: pointer; list-style: none; }
.entry .summary { flex: 1 1 18rem; min-width: 0; color: var(--soft); font-size: .9rem; }
.entry .states { display: flex; gap: .3rem; font-weight: 700; }
.entry .states > span { position: relative; color: var(--tone); min-width: 1em; text-align: center; }
.entry-body p { margin-top: .6rem; font-size: .9rem; }
.plain { margin-top: .6rem; font-size: .88rem; }
.plain th, .plain td { padding: .3rem .7rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
.plain thead th { color: var(--soft); font-weight: 500; }
.plain td[class^="is-"] { color: var(--tone); white-space: nowrap; }
.plain .numeric { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; }
.plain ul { padding-inline-start: 1.1rem; }
.external::after { content: " ↗"; }

footer { border-top: 1px solid var(--line); padding-top: 1.5rem; color: var(--soft); font-size: .9rem; }
footer h2 { color: var(--ink); font-size: 1.05rem; }
.glossary { margin: .6rem 0 1.2rem; display: grid; gap: .25rem; }
.glossary div { display: flex; gap: .8rem; }
.glossary dt { flex: 0 0 8.5rem; color: var(--tone); font-weight: 600; }

@media (max-width: 40rem) {
  .page { padding: 1.5rem .9rem 3rem; }
  .card { padding: 1rem; }
  .card-head { flex-wrap: wrap; gap: .5rem; }
  .matrix .corner { min-width: 10.5rem; }
  .matrix tbody th, .matrix .corner { position: sticky; inset-inline-start: 0; background: var(--sheet); z-index: 1; }
  .matrix .corner { background: var(--sunk); }
  .statement-row > th { padding-inline-start: .6rem; }
  .statement-row .summary { max-width: 42vw; }
  .version-head { min-width: 3.9rem; width: 3.9rem; }
  .version-head::before { content: none; }
  .finding dl { grid-template-columns: 1fr; gap: .1rem; }
  .finding dd { margin-bottom: .5rem; }
  .hex { white-space: nowrap; }
  .case > summary, .entry > summary { position: relative; padding-inline-end: 2rem; }
  .case > summary::after, .entry > summary::after { position: absolute; inset-inline-end: .9rem; top: .9rem; }
  .case[open] > summary .gist { display: none; }
  .transcript .peer { white-space: normal; overflow-wrap: anywhere; }
  .transcript th, .transcript td { padding: .3rem .4rem; }
  .glossary div { display: block; }
}
@media (prefers-reduced-motion: reduce) { * { transition: none !important; } }
@media print {
  :root { color-scheme: light; }
  body { background: #fff; font-size: 11px; }
  .page { max-width: none; padding: 0; }
  .controls, .command button, .skip { display: none !important; }
  .js .closed .statement-row { display: table-row; }
  .case, .card, tr { break-inside: avoid; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
