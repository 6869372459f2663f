/** Colours by role, for light and dark; each pair of text and ground has a contrast of 4.5 or more. */
export const STYLE = `
:root{color-scheme:light dark;--ground:#fff;--panel:#f6f7f9;--line:#c9ced6;--text:#1b1f24;--quiet:#57606a;--good:#0a6b2d;--bad:#b3181f;--warn:#8a5300;--note:#0b5cad;--mark:#ffe58a;--mark-text:#1b1f24;--old:#ffe3e1;--new:#dcf5e3;--p0:#0072b2;--p1:#d55e00;--p2:#007a5a;--p3:#a3478b;--p4:#8a6d00;--p5:#3d5a80;--p6:#6b4fbb;--p7:#7a4b2a}
@media (prefers-color-scheme:dark){:root{--ground:#0f1317;--panel:#171d23;--line:#3a444f;--text:#e4e8ec;--quiet:#a0abb6;--good:#5fd384;--bad:#ff8a84;--warn:#f0b252;--note:#79b8ff;--mark:#6b5600;--mark-text:#fff;--old:#4a1d1d;--new:#16381f;--p0:#56b4e9;--p1:#ff9a4d;--p2:#2fc79a;--p3:#dd8fc6;--p4:#d6b93a;--p5:#8fb0d8;--p6:#b09cf0;--p7:#c79a78}}
*{box-sizing:border-box}
body{margin:0 auto;padding:1.5rem;max-width:76rem;background:var(--ground);color:var(--text);font:16px/1.5 system-ui,sans-serif}
h1{font-size:1.6rem;margin:0 0 .25rem}h2{font-size:1.2rem;margin:2rem 0 .75rem;overflow-wrap:anywhere}h3{font-size:1rem;margin:0;font-weight:600;overflow-wrap:anywhere}
code,pre,svg text{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}code{font-size:.92em;overflow-wrap:anywhere}
a{color:var(--note)}.quiet,.meta,figcaption{color:var(--quiet)}.meta{margin:.15rem 0 .6rem;font-size:.9rem;overflow-wrap:anywhere}
:focus-visible{outline:3px solid var(--note);outline-offset:2px}
.scroll{overflow-x:auto}
table{border-collapse:collapse;margin:.5rem 0;font-size:.95rem}th,td{border:1px solid var(--line);padding:.35rem .7rem;text-align:left;vertical-align:top}thead th{background:var(--panel)}tbody th{font-weight:400}
.builds{color:var(--good)}.blocked{color:var(--bad);font-weight:600}.unknown{color:var(--warn)}
.chip{white-space:nowrap}.swatch{display:inline-block;width:.7em;height:.7em;border-radius:2px;margin-right:.4em}
.finding{border:1px solid var(--line);border-left:5px solid var(--note);border-radius:6px;padding:.8rem 1rem;margin:.8rem 0;background:var(--panel)}.finding.error{border-left-color:var(--bad)}.finding.warning{border-left-color:var(--warn)}
.level{text-transform:uppercase;font-size:.75rem;letter-spacing:.04em;color:var(--note)}.error .level{color:var(--bad)}.warning .level{color:var(--warn)}
pre{margin:.4rem 0;padding:.6rem .8rem;overflow-x:auto;background:var(--ground);border:1px solid var(--line);border-radius:4px;font-size:.85rem;line-height:1.45;tab-size:4}
mark{background:var(--mark);color:var(--mark-text);border-radius:2px}.number{color:var(--quiet);user-select:none}
.diff .old{background:var(--old)}.diff .new{background:var(--new)}.diff .old,.diff .new{display:inline-block;min-width:100%;width:max-content}
.list-title{margin:.6rem 0 .2rem;font-weight:600;font-size:.9rem}ul{margin:.2rem 0;padding-left:1.3rem}
figure{margin:.5rem 0 1rem}figcaption{font-size:.85rem;margin:.2rem 0}svg{display:block;max-width:none}svg text{font-size:12px;fill:var(--text)}svg .name{font-weight:700;font-size:13px}svg .base{fill:var(--quiet)}
.box{fill:var(--panel);stroke:var(--line);stroke-width:1.5}.shipped .box{stroke:var(--text);stroke-width:2.5}.unused .box{stroke-dasharray:5 4}.unused text{fill:var(--quiet)}
.arrow .line{fill:none;stroke:var(--quiet);stroke-width:1.6}.arrow .tip{fill:var(--quiet)}.arrow.copy .line{stroke-dasharray:6 4}
${[0, 1, 2, 3, 4, 5, 6, 7].map((n) => `.swatch.p${String(n)}{background:var(--p${String(n)})}rect.p${String(n)}{fill:var(--p${String(n)})}.arrow.p${String(n)} .line{stroke:var(--p${String(n)})}.arrow.p${String(n)} .tip{fill:var(--p${String(n)})}`).join("")}
rect.none{fill:none;stroke:var(--quiet)}
@media print{body{max-width:none}pre,.scroll{overflow:visible;white-space:pre-wrap}}
`;
