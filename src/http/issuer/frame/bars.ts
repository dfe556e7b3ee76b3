import type { Ui } from '../../site/ui.js'
import { type Html, html } from '../../web/html.js'
import { type Figures, figureNames } from './figures.js'

/** A bar for each figure, as long as its share of what was issued; what it says is beside it in words. */
export function bars(ui: Ui, figures: Figures): Html {
  const most = Math.max(1, figures.issued)
  const width = (count: number): string => ((Math.min(count, most) / most) * 100).toFixed(1)
  return html`<dl class="facts bars">${figureNames.map((name) => html`<dt>${ui.t(`figures.${name}`)}</dt><dd><span>${ui.number(figures[name])}</span><svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect class="bar-ground" width="100" height="8"/><rect class="bar" width="${width(figures[name])}" height="8"/></svg></dd>`)}</dl>`
}
