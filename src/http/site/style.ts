import { accentsOf, type ColourMode, grounds } from '../../internal/colours.js'
import { assetFile } from '../web/respond.js'

const groundOf = (mode: ColourMode): string =>
  Object.entries(grounds[mode])
    .map(([name, colour]) => `--${name}:${colour}`)
    .join(';')

const accentOf = (mode: ColourMode): string => {
  const { accent, strong, on, tint } = accentsOf(undefined)[mode]
  return `--accent:${accent};--accent-strong:${strong};--on-accent:${on};--tint:${tint};`
}

/** The style sheet of all pages: light, dark, print, right to left, any width from 320 px on. */
export const style = `
@layer reset, base, parts;
@layer reset {
*,*::before,*::after{box-sizing:border-box}
body,h1,h2,h3,h4,p,ul,ol,dl,dd,figure,fieldset,legend{margin:0;padding:0}
ul[role=list],ol[role=list]{list-style:none}
img,svg{max-inline-size:100%;block-size:auto;display:block}
input,button,select,textarea{font:inherit;color:inherit}
fieldset{border:0;min-inline-size:0}
[hidden]{display:none!important}
}
@layer base {
:root{
color-scheme:light dark;
${groundOf('light')};--edge:#857d6c;
${accentOf('light')}
--gold:#b07d1e;--gold-soft:#ecd9ae;
--good:#14603a;--good-tint:#e2f3e8;--warn:#774600;--warn-tint:#fcefd5;--bad:#9c1f18;--bad-tint:#fbe6e3;--calm:#3c4a63;--calm-tint:#e7ebf3;
--radius:14px;--shadow:0 1px 2px rgb(23 32 46/.06),0 12px 32px -12px rgb(23 32 46/.18);
--sans:ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Helvetica Neue",Arial,sans-serif;
--serif:ui-serif,"Iowan Old Style","Palatino Linotype",Palatino,"Source Serif 4","Noto Serif",Georgia,serif;
}
@media (prefers-color-scheme:dark){:root{
${groundOf('dark')};--edge:#75839a;
${accentOf('dark')}
--gold:#e0b458;--gold-soft:#4a3b18;
--good:#8be0ad;--good-tint:#133322;--warn:#f4c877;--warn-tint:#3a2a0b;--bad:#ffaba2;--bad-tint:#43181a;--calm:#bccbe6;--calm-tint:#212c3f;
--shadow:0 1px 2px rgb(0 0 0/.4),0 16px 36px -16px rgb(0 0 0/.7);
}}
html{font-family:var(--sans);font-size:100%;line-height:1.6;color:var(--ink);background:var(--paper);-webkit-text-size-adjust:100%;scroll-padding-block:6rem 4rem}
body{min-block-size:100vh;display:flex;flex-direction:column;overflow-wrap:anywhere}
h1,h2,h3{font-family:var(--serif);font-weight:600;line-height:1.2;text-wrap:balance}
h1{font-size:clamp(1.75rem,1.2rem + 2.4vw,2.75rem);letter-spacing:-.01em}
h2{font-size:1.375rem}
h3{font-size:1.125rem}
:lang(ar) h1,:lang(ja) h1{letter-spacing:0}
:lang(ar) :is(h1,h2,h3){line-height:1.5}
:lang(de) :is(h1,h2,h3,p,li,dd,.button){hyphens:auto;hyphenate-limit-chars:10 4 4}
:lang(ar){--serif:"Noto Naskh Arabic","Geeza Pro","Traditional Arabic",serif;line-height:1.8}
:lang(ja){--serif:"Hiragino Mincho ProN","Yu Mincho","Noto Serif JP","Noto Serif CJK JP",serif;line-break:strict}
a{color:var(--accent);text-underline-offset:.18em;text-decoration-thickness:.08em}
a:hover{color:var(--accent-strong);text-decoration-thickness:.14em}
:focus-visible{outline:3px solid var(--accent);outline-offset:3px;border-radius:4px}
input:focus,input:focus-within,select:focus,textarea:focus{outline:3px solid var(--accent);outline-offset:3px}
code,.mono{font-family:ui-monospace,"SF Mono",Menlo,Consolas,monospace;font-size:.9em}
small,.small{font-size:.875rem}
.soft{color:var(--soft)}
.hidden-visually:not(:focus):not(:active){position:absolute;inline-size:1px;block-size:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
}
@layer parts {
.skip{position:absolute;inset-block-start:.5rem;inset-inline-start:.5rem;z-index:9;background:var(--raised);padding:.75rem 1rem;border-radius:8px;transform:translateY(-200%)}
.skip:focus{transform:none}
.wrap{inline-size:min(100% - 2rem,68rem);margin-inline:auto}
.narrow{inline-size:min(100% - 2rem,42rem);margin-inline:auto}
.top{background:var(--surface);border-block-end:1px solid var(--line)}
.top .wrap{display:flex;flex-wrap:wrap;align-items:center;gap:.25rem 1.5rem;padding-block:.5rem}
.brand{font-family:var(--serif);font-size:1.25rem;font-weight:600;color:var(--ink);text-decoration:none;display:inline-flex;align-items:center;gap:.6rem;min-block-size:2.75rem}
.brand img{block-size:2.25rem;inline-size:auto;max-inline-size:12rem;object-fit:contain;flex:none}
.brand svg{inline-size:1.75rem;block-size:1.75rem;flex:none;color:var(--accent)}
.top ul{display:flex;flex-wrap:wrap;gap:.25rem}
.top nav{margin-inline-start:auto}
.top nav a{display:inline-flex;align-items:center;min-block-size:2.75rem;padding-inline:.75rem;border-radius:8px;color:var(--ink);text-decoration:none}
.count{margin-inline-start:.4rem;min-inline-size:1.5rem;padding-inline:.4rem;border-radius:99px;background:var(--accent);color:var(--on-accent);font-size:.8125rem;font-weight:700;line-height:1.5rem;text-align:center}
.top nav a:hover{background:var(--tint)}
.top nav a[aria-current]{font-weight:600;box-shadow:inset 0 -3px 0 var(--accent);border-end-start-radius:0;border-end-end-radius:0}
main{flex:1;padding-block:clamp(1.5rem,4vw,3.5rem)}
main:focus{outline:none}
.bottom{border-block-start:1px solid var(--line);color:var(--soft);font-size:.875rem}
.bottom .wrap{display:flex;flex-wrap:wrap;gap:1rem 2rem;align-items:center;justify-content:space-between;padding-block:1.25rem}
.foot .row a{display:inline-block;min-block-size:1.75rem}
.bottom p{max-inline-size:38rem}
.foot>*+*{margin-block-start:.5rem}
.lines{white-space:pre-line}
.logo-now{block-size:3rem;inline-size:auto;max-inline-size:12rem;object-fit:contain}
input.colour{inline-size:4.5rem!important;padding:.25rem;cursor:pointer}
.swatch{inline-size:2.75rem;block-size:2.75rem;flex:none}
.language{display:flex;gap:.5rem;align-items:center;flex-wrap:wrap}
.language select{min-block-size:2.75rem}
.stack>*+*{margin-block-start:1rem}
.stack-wide>*+*{margin-block-start:2rem}
.apart{margin-block-start:2rem}
.prose>*+*,.prose li>*+*{margin-block-start:.75rem}
.prose :is(ul,ol){padding-inline-start:1.5rem}
.prose li+li{margin-block-start:.25rem}
.prose blockquote{margin:0;padding-inline-start:1rem;border-inline-start:3px solid var(--line);color:var(--soft)}
.prose pre{overflow-x:auto;white-space:pre-wrap}
.lead{font-size:1.125rem;color:var(--soft);max-inline-size:40rem}
.card{background:var(--surface);border:1px solid var(--line);border-radius:var(--radius);box-shadow:var(--shadow);padding:clamp(1.25rem,3vw,2rem)}
.panel{background:var(--surface);border:1px solid var(--line);border-radius:var(--radius);padding:clamp(1rem,2.5vw,1.5rem)}
.split{display:grid;gap:1.5rem;align-items:start}
@media (min-width:60rem){.split{grid-template-columns:minmax(0,5fr) minmax(0,3fr);gap:2rem}}
.badge-page{display:grid;gap:1.5rem;align-items:start;grid-template-columns:minmax(0,1fr)}
@media (min-width:60rem){.badge-page{grid-template-columns:minmax(0,5fr) minmax(0,3fr);grid-template-rows:auto 1fr;gap:2rem}.badge-page .beside{grid-column:2;grid-row:1/span 2}.badge-page .below{grid-column:1}}
@media (max-width:44rem){main:has(.badge-page){padding-block-start:1rem}.wrap:has(>.badge-page)>*+*{margin-block-start:1rem}.badge-page .certificate{padding:1.25rem}.badge-page .medal{inline-size:7rem;margin-block-end:.5rem}.at-once .button{inline-size:100%}}
.row{display:flex;flex-wrap:wrap;gap:.75rem;align-items:center}
.between{justify-content:space-between}
progress{inline-size:100%;block-size:.75rem;accent-color:var(--accent)}
.button{display:inline-flex;align-items:center;justify-content:center;gap:.5rem;min-block-size:2.75rem;padding:.55rem 1.35rem;border-radius:10px;border:1.5px solid var(--accent);background:var(--accent);color:var(--on-accent);font-weight:600;text-decoration:none;text-align:center;cursor:pointer}
.button:hover{background:var(--accent-strong);border-color:var(--accent-strong);color:var(--on-accent)}
.button.second{background:transparent;color:var(--accent)}
.button.second:hover{background:var(--tint);color:var(--accent-strong)}
.button.quiet{background:transparent;border-color:var(--edge);color:var(--ink)}
.button.quiet:hover{background:var(--tint)}
.button.danger{background:transparent;border-color:var(--bad);color:var(--bad)}
.button.danger:hover{background:var(--bad-tint)}
.button.large{font-size:1.125rem;padding:.8rem 2rem;min-block-size:3.25rem}
.field{display:block}
.field+.field,.field+.row,.row+.field{margin-block-start:1.125rem}
.field>label:not(.choice),.field>.label,legend{display:block;font-weight:600;margin-block-end:.3rem}
.hint{display:block;color:var(--soft);font-size:.9rem;margin-block-end:.35rem}
.wrong{display:block;color:var(--bad);font-weight:600;margin-block-end:.35rem}
input:not([type=radio]):not([type=checkbox]),select,textarea{inline-size:100%;min-block-size:2.75rem;padding:.55rem .8rem;border:1.5px solid var(--edge);border-radius:10px;background:var(--raised)}
textarea{min-block-size:7rem;resize:vertical}
select{padding-inline-end:2rem}
.language select,.row select{inline-size:auto;max-inline-size:100%}
input[type=file]{padding:.4rem}
::file-selector-button{font:inherit;font-weight:600;margin-inline-end:.75rem;padding:.3rem .9rem;border-radius:7px;border:1.5px solid var(--edge);background:var(--tint);color:var(--accent-strong);cursor:pointer}
input[type=radio],input[type=checkbox]{inline-size:1.5rem;block-size:1.5rem;accent-color:var(--accent);flex:none;margin:0}
[aria-invalid=true]{border-color:var(--bad)!important;border-width:2px!important}
.choice{display:flex;gap:.85rem;align-items:flex-start;padding:.85rem;border:1.5px solid var(--line);border-radius:10px;cursor:pointer;min-block-size:2.75rem}
.choice+.choice{margin-block-start:.6rem}
.choice:hover{border-color:var(--edge)}
.choice:has(:checked){border-color:var(--accent);background:var(--tint)}
.choice:has(:focus-visible){outline:3px solid var(--accent);outline-offset:3px}
.choice strong{display:block}
.trap{position:absolute;inset-inline-start:-9999px}
.notice{border-radius:10px;padding:.9rem 1.1rem;background:var(--calm-tint);color:var(--calm);border-inline-start:5px solid currentColor}
.notice.good{background:var(--good-tint);color:var(--good)}
.notice.bad{background:var(--bad-tint);color:var(--bad)}
.notice.warn{background:var(--warn-tint);color:var(--warn)}
.notice a{color:inherit}
.notice .mono,.copy{display:block;inline-size:100%;margin-block-start:.5rem;user-select:all}
.pill{display:inline-flex;align-items:center;gap:.4rem;padding:.15rem .7rem;border-radius:99px;font-size:.875rem;font-weight:600;background:var(--calm-tint);color:var(--calm);border:1px solid transparent;white-space:nowrap}
.pill::before{content:"";inline-size:.55rem;block-size:.55rem;border-radius:50%;background:currentColor}
.pill.good{background:var(--good-tint);color:var(--good)}
.pill.warn{background:var(--warn-tint);color:var(--warn)}
.pill.bad{background:var(--bad-tint);color:var(--bad)}
.certificate{position:relative;background:var(--surface);border:1px solid var(--line);border-radius:20px;box-shadow:var(--shadow);padding:clamp(1.5rem,5vw,3.5rem);text-align:center;overflow:hidden}
.certificate::before{content:"";position:absolute;inset:.6rem;border:1.5px solid var(--gold);border-radius:13px;opacity:.55;pointer-events:none}
.certificate::after{content:"";position:absolute;inset-block-start:-9rem;inset-inline:0;margin-inline:auto;inline-size:30rem;max-inline-size:100%;block-size:22rem;background:radial-gradient(closest-side,var(--gold-soft),transparent);opacity:.55;pointer-events:none}
.certificate>*{position:relative;z-index:1}
.certificate .issuer{font-size:.95rem;color:var(--soft)}
.certificate h1{margin-block:.6rem .4rem}
.certificate .person{font-family:var(--serif);font-size:1.35rem}
.certificate .lead{margin-inline:auto}
.medal{inline-size:clamp(9rem,38vw,14rem);aspect-ratio:1;margin:0 auto 1.25rem;display:grid;params-items:center}
.medal img{inline-size:100%;block-size:100%;object-fit:contain;filter:drop-shadow(0 10px 18px rgb(23 32 46/.25))}
.medal svg{inline-size:100%;block-size:100%}
.seal-ring{fill:var(--accent)}.seal-field{fill:var(--surface)}.seal-line{fill:none;stroke:var(--gold)}.seal-text{fill:var(--accent);font-family:var(--serif);font-weight:600}.seal-ribbon{fill:var(--gold)}
.actions{display:flex;flex-wrap:wrap;gap:.75rem;justify-content:center;margin-block-start:1.75rem}
fieldset+.row,fieldset+p{margin-block-start:1.125rem}
fieldset+.trap+fieldset{margin-block-start:2rem}
.card>form>fieldset>legend{font-family:var(--serif);font-size:1.2rem}
legend h2{margin-block-end:.5rem}
.certificate .actions+p{margin-block-start:.75rem}
.certificate .person+.lead{margin-block-start:.75rem}
.certificate p:has(.pill){margin-block-start:.9rem}
.ticks+details,details+p{margin-block-start:1rem}
.search{align-items:end}
.search>.field{flex:1 1 10rem;margin-block-start:0}
.row>input[type=search]{flex:1 1 12rem;inline-size:auto!important}
.qr{inline-size:8rem;flex:none;background:#fff;border-radius:8px}
.qr.large{inline-size:min(100%,16rem)}
.read-out{font:700 3rem/1.2 ui-monospace,monospace;letter-spacing:.15em}
.scanned .qr{inline-size:14rem}
.scanned p{flex:1 1 12rem}
.page-foot>div:not(.qr){flex:1 1 14rem}
.grid{display:grid;gap:1.25rem;grid-template-columns:repeat(auto-fill,minmax(min(15.5rem,100%),1fr))}
.tile{display:flex;flex-direction:column;position:relative;background:var(--surface);border:1px solid var(--line);border-radius:var(--radius);padding:1.5rem 1.25rem 1.25rem;text-align:center;transition:transform .18s,box-shadow .18s}
.tile:hover{transform:translateY(-3px);box-shadow:var(--shadow)}
.tile .medal{inline-size:7.5rem;margin-block-end:1rem}
.h3{font-size:1.125rem}
.tile :is(h2,h3) a{color:inherit;text-decoration:none}
.tile :is(h2,h3) a::after{content:"";position:absolute;inset:0;border-radius:var(--radius)}
.tile :is(h2,h3) a:focus-visible{outline:none}
.tile:has(a:focus-visible){outline:3px solid var(--accent);outline-offset:3px}
.tile .foot :is(a,button){position:relative;z-index:1}
.tile .foot .row{justify-content:center}
.tile .foot{margin-block-start:auto;padding-block-start:.9rem;justify-content:center}
.facts{display:grid;grid-template-columns:minmax(0,auto) minmax(0,1fr);gap:.5rem 1.25rem}
.facts dt{color:var(--soft)}
@media (max-width:26rem){.facts{grid-template-columns:minmax(0,1fr);gap:0}.facts dd{margin-block-end:.6rem}}
.bars dd{display:flex;gap:.75rem;align-items:center}
.bars dd span{min-inline-size:3rem;text-align:end;font-variant-numeric:tabular-nums}
.bars svg{block-size:.6rem;flex:1}
.grid .bars{grid-template-columns:minmax(0,1fr);gap:.15rem}
.bar-ground{fill:var(--tint)}.bar{fill:var(--accent)}
[dir=rtl] .bars svg{transform:scaleX(-1)}
.tags{display:flex;flex-wrap:wrap;gap:.5rem}
.tags li{padding:.15rem .75rem;border-radius:99px;border:1px solid var(--line);background:var(--raised);font-size:.9rem}
.verdict-line{display:flex;gap:.5rem;justify-content:center;align-items:center;font-weight:600;margin-block-start:.9rem}
.verdict-line svg{inline-size:1.5rem;block-size:1.5rem;flex:none}
.verdict-line.good{color:var(--good)}.verdict-line.bad{color:var(--bad)}.verdict-line.warn{color:var(--warn)}
.verdict{display:flex;gap:1rem;align-items:flex-start}
.verdict svg{inline-size:2.75rem;block-size:2.75rem;flex:none}
.verdict.good svg{color:var(--good)}.verdict.bad svg{color:var(--bad)}.verdict.warn svg{color:var(--warn)}
.verdict h2{margin-block-start:.3rem}
.ticks{margin-block-start:1rem}
.ticks li{display:flex;gap:.6rem;padding-block:.3rem;align-items:flex-start}
.ticks svg{inline-size:1.25rem;block-size:1.25rem;flex:none;margin-block-start:.2rem}
.ticks .good svg{color:var(--good)}.ticks .bad svg{color:var(--bad)}.ticks .warn svg{color:var(--warn)}
details{border:1px solid var(--line);border-radius:10px;background:var(--raised)}
summary{padding:.65rem 1rem;cursor:pointer;font-weight:600;min-block-size:2.75rem}
details>:not(summary){margin:0 1rem 1rem}
.list>li{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:center;justify-content:space-between;padding-block:.75rem;border-block-end:1px solid var(--line)}
.list>li:last-child{border-block-end:0}
.list>li>span>a{display:inline-block;min-block-size:1.75rem}
.networks>li{padding-block:.35rem}
.networks details{border-color:transparent;background:none}
.networks details[open]{flex:1 1 100%;border-color:var(--line);background:var(--raised)}
.networks summary{padding:.65rem .5rem;font-weight:400;font-size:.875rem;color:var(--soft)}
.networks .ask{flex:1 1 100%}
.copy-field{margin-block-start:0}
.copy-field+.copy-field{margin-block-start:1rem}
.copy-field textarea{min-block-size:4.75rem}
.copy-field .row{margin-block-start:.4rem}
.row:has(>[hidden]:only-child),[data-needs-script]:has(button[hidden]){display:none}
[data-share-status]:empty{margin:0}
.table{inline-size:100%;border-collapse:collapse}
.table th,.table td{text-align:start;padding:.7rem .75rem;border-block-end:1px solid var(--line);vertical-align:top}
.table thead th{color:var(--soft);font-size:.875rem;font-weight:600}
.table tbody th{font-weight:600}
.table tbody th a{display:inline-block;padding-block:.15rem;min-block-size:1.75rem}
.table tbody th .soft{font-weight:400}
.table tbody tr:last-child>*{border-block-end:0}
@media (max-width:30rem){.top .wrap{gap:0}.top nav{flex:1 0 100%;margin-inline:-.75rem}.top ul{gap:0}}
@media (max-width:44rem){
.table thead{position:absolute;inline-size:1px;block-size:1px;overflow:hidden;clip-path:inset(50%)}
.table,.table tbody,.table tr,.table th,.table td{display:block}
.table tr{padding-block:.6rem;border-block-end:1px solid var(--line)}
.table th,.table td{border:0;padding:.15rem 0}
.table td[data-label]::before{content:attr(data-label) ": ";color:var(--soft)}
}
.tabs{display:flex;flex-wrap:wrap;gap:.4rem}
.tabs a{display:inline-flex;align-items:center;min-block-size:2.75rem;padding-inline:1rem;border-radius:99px;border:1.5px solid var(--line);text-decoration:none;color:var(--ink)}
.tabs a[aria-current]{background:var(--accent);border-color:var(--accent);color:var(--on-accent)}
.drop{display:block;position:relative;border:2px dashed var(--edge);border-radius:var(--radius);padding:clamp(1.5rem,6vw,3rem) 1rem;text-align:center;background:var(--raised)}
.drop.over{border-color:var(--accent);background:var(--tint)}
.drop svg{inline-size:3rem;block-size:3rem;margin:0 auto .75rem;color:var(--accent)}
.drop input[type=file]{margin:1rem auto 0;max-inline-size:24rem}
.answer .panel{background:var(--raised)}
.answer .panel h3{color:var(--soft);font-family:var(--sans);font-size:.9rem;font-weight:600;margin-block-end:.6rem}
.answer q{color:var(--soft)}
.verdict p+p{margin-block-start:.35rem}
.verdict .next{font-weight:600}
.beside{display:flex;flex-wrap:wrap;gap:.75rem}
.beside input{flex:1 1 16rem;inline-size:auto}
#camera video{inline-size:100%;max-block-size:70vh;border-radius:10px;background:#000}
#camera details>p:empty{display:none}
.drop+#camera:not([hidden]),#camera+.field{margin-block-start:1rem}
.hero{display:grid;gap:2rem;align-items:center}
@media (min-width:56rem){.hero{grid-template-columns:minmax(0,3fr) minmax(0,2fr)}}
.hero .medal{inline-size:min(18rem,60vw);margin-block-end:0}
.doors{display:grid;gap:1rem;grid-template-columns:repeat(auto-fit,minmax(min(16rem,100%),1fr))}
.door{display:block;padding:1.5rem;text-decoration:none;color:inherit}
.door h2{color:var(--accent);margin-block-end:.35rem}
.door:hover{border-color:var(--accent)}
.codes{display:grid;grid-template-columns:repeat(auto-fill,minmax(11rem,1fr));gap:.5rem}
.print-only{display:none}
.framed .top,.framed .bottom{display:none}
@media (prefers-color-scheme:dark){.brand img,.logo-now{background:#fff;padding:.2rem;border-radius:6px}}
@media (prefers-reduced-motion:reduce){*,*::before,*::after{transition:none!important;animation:none!important;scroll-behavior:auto!important}.tile:hover{transform:none}}
@media (prefers-contrast:more){:root{--line:var(--edge);--soft:var(--ink)}}
@media (forced-colors:active){
.button,.card,.panel,.certificate,.tile,.notice,.pill,.choice,.tabs a,details,.drop{border:1px solid CanvasText}
.button{border:2px solid ButtonText}
.pill::before{forced-color-adjust:none;background:CanvasText}
.tabs a[aria-current],.top nav a[aria-current]{border:2px solid Highlight;outline:1px solid Highlight}
.choice:has(:checked){border:3px solid Highlight}
.verdict svg,.ticks svg,.seal-ring,.seal-text{color:CanvasText;fill:CanvasText}
.certificate::after{display:none}
}
@media print{
:root{color-scheme:light;--paper:#fff;--surface:#fff;--raised:#fff;--ink:#000;--soft:#333;--shadow:none;--accent:#073b3a}
html{font-size:11pt}
.top,.bottom,.actions,.no-print,.skip{display:none!important}
.print-only{display:block}
#result:focus{outline:none}
.printed .qr{inline-size:3.2cm;block-size:3.2cm}
.printed ul{columns:2;padding-inline-start:1.2em}
.answer>*+*{margin-block-start:.5rem!important}
main{padding:0}
.split,.badge-page{display:block}
.wrap:has(>.badge-page){font-size:10pt}
.badge-page .panel{padding:.6rem 1rem}
.badge-page .certificate{padding:1.2rem}
.badge-page .medal{inline-size:7rem;margin-block-end:.3rem}
.badge-page .stack-wide>*+*{margin-block-start:.6rem}
.wrap:has(>.badge-page) .printed{display:flex;gap:1rem;align-items:center;break-inside:avoid}
.certificate,.panel,.card{break-inside:avoid;box-shadow:none;margin-block-end:1rem}
a{color:inherit}
}
}
`

/** Its file below `/assets/`. */
export const styleName = assetFile('style', 'css', style)
