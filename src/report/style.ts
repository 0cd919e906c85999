/** The style sheet of the page: light and dark, for screen and paper. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #59636e; --line: #d1d9e0; --page: #fff; --panel: #f6f8fa;
  --c0: #4477aa; --c1: #ee7733; --c2: #228833; --c3: #aa3377; --c4: #66ccee; --c5: #ccbb44; --bad: #c4314b; --unknown: #8c959f; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #9da7b1; --line: #3d444d; --page: #0d1117; --panel: #151b23;
  --c0: #6fa3d8; --c1: #f49a61; --c2: #5fbf6f; --c3: #d477a8; --c4: #8adcf5; --c5: #e0d16e; --bad: #f2637e; --unknown: #7d8590; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 78rem; padding: 1.5rem; font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--page); }
h1 { font-size: 1.6rem; } h2 { font-size: 1.25rem; margin-top: 2.5rem; border-top: 2px solid var(--line); padding-top: 1rem; overflow-wrap: anywhere; } h3 { font-size: 1rem; margin: 1.5rem 0 .5rem; }
nav ul { columns: 16rem; padding-left: 1.2rem; }
.soft { color: var(--soft); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .875rem; }
caption { text-align: left; color: var(--soft); padding-bottom: .4rem; }
th, td { border: 1px solid var(--line); padding: .4rem .5rem; text-align: left; vertical-align: top; }
thead th { background: var(--panel); min-width: 7.5rem; } tbody th { font-weight: 500; min-width: 14rem; max-width: 26rem; overflow-wrap: anywhere; }
.gate { display: block; font-weight: 400; color: var(--soft); font-size: .8rem; }
.bar { display: flex; height: .8rem; border-radius: 2px; overflow: hidden; background: var(--line); margin-bottom: .25rem; }
.bar span { display: block; }
.share { display: block; white-space: nowrap; }
.key { display: inline-block; width: .8em; height: .8em; border-radius: 2px; margin-right: .35em; }
.legend { display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; margin: .5rem 0; padding: 0; list-style: none; }
.finding { border-left: 4px solid var(--unknown); background: var(--panel); padding: .6rem .8rem; margin: .6rem 0; overflow-wrap: anywhere; }
.finding.error { border-color: var(--bad); } .finding.warning { border-color: var(--c5); }
.finding dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem .8rem; margin: .4rem 0 0; font-size: .875rem; } .finding dt { color: var(--soft); } .finding dd { margin: 0; }
details { border: 1px solid var(--line); border-radius: 4px; margin: .4rem 0; } summary { cursor: pointer; padding: .4rem .6rem; }
summary:focus-visible, a:focus-visible, .scroll:focus-visible { outline: 3px solid var(--c0); outline-offset: 2px; }
details > ul, details > p { padding: 0 1.6rem; } pre { margin: 0; padding: .8rem; overflow-x: auto; background: var(--panel); font-size: .8rem; line-height: 1.4; }
code { font-family: ui-monospace, monospace; } svg { width: 100%; height: auto; max-width: 60rem; } svg text { fill: var(--soft); font-size: 11px; }
a { color: inherit; }
@media print { body { max-width: none; padding: 0; font-size: 11pt; } h2 { break-before: page; } nav { display: none; } .bar, .key { print-color-adjust: exact; -webkit-print-color-adjust: exact; } .scroll { overflow: visible; } tr, .finding { break-inside: avoid; } }
`;
