/** What a comparison needs beside the style of a benchmark page. */
export const comparisonStyle = `
.says-better { --tone: var(--good); --tint: var(--good-tint); }
.says-worse { --tone: var(--bad); --tint: var(--bad-tint); }
.says-no-difference-shown, .says-not-comparable { --tone: var(--soft); --tint: transparent; }
.says-indicative { --tone: var(--warning); --tint: transparent; }
.glyph { display: inline-block; min-width: 1em; }
.conclusion-tally { display: inline-flex; flex-wrap: wrap; gap: .1rem 1.1rem; font-size: .9rem; font-weight: 500; font-variant-numeric: tabular-nums; }
.conclusion-tally > span { color: var(--tone); white-space: nowrap; }
.compared { display: flex; flex-wrap: wrap; gap: 0 1.2rem; align-items: flex-start; }
.compared > .table-frame { flex: 1 0 auto; max-width: 100%; }
.compared figure { flex: 1 1 20rem; max-width: 30rem; margin: .8rem 0 0; min-width: 0; background: var(--sheet); border: 1px solid var(--line); border-radius: var(--round); padding: .7rem 1rem .4rem; }
.compared figcaption { font-size: .86rem; color: var(--soft); }
.compared figcaption b { color: var(--ink); margin-inline-end: .4em; }
.ratios .ratio { font-weight: 650; color: var(--tone); }
.ratios .verdict { font-weight: 600; color: var(--tone); }
.ratios .says-no-difference-shown > td { color: var(--soft); }
.ratios .says-no-difference-shown .ratio, .ratios .says-no-difference-shown .verdict { font-weight: 400; }
.ratios .says-better .ratio, .ratios .says-worse .ratio { background: var(--tint); }
.glance td { background: var(--tint); }
.glance .glyph { color: var(--tone); }
.glance caption { padding-bottom: .5rem; }
.numbers .stage-row > th { background: var(--sunk); color: var(--soft); font-weight: 600; font-size: .93em; }
.conclusions dt { flex-basis: 13rem; }
.pair { border: 1px solid var(--line); border-radius: var(--round); margin-top: .6rem; padding: 0 1rem; }
.pair > summary { display: flex; flex-wrap: wrap; gap: .2rem 1.4rem; align-items: baseline; padding: .6rem 0; cursor: pointer; }
.pair > summary::before { content: ""; flex: none; align-self: center; width: .42em; height: .42em; border-right: 2px solid var(--soft); border-bottom: 2px solid var(--soft); transform: rotate(-45deg); margin-inline: .1em -.6em; }
.pair[open] > summary::before { transform: rotate(45deg); }
.pair > summary h3 { font-size: 1rem; }
.pair > summary h3 span { color: var(--soft); font-weight: 400; }
.pair[open] { padding-bottom: 1rem; }
.pair-stage { font-size: .95rem; margin-top: 1rem; }
.pair > summary + .pair-stage { margin-top: .2rem; }
`;
