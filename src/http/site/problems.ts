import { type Html, html } from '../web/html.js'
import type { Ui } from './ui.js'

/** What is wrong with a form, by the id of the field. */
export type Problems = Readonly<Record<string, string | undefined>>

/** All that is wrong, above the form, each a link to its field; nothing where nothing is. */
export function problemSummary(ui: Ui, problems: Problems): Html | false {
  const rows = Object.entries(problems).filter((row): row is [string, string] => row[1] !== undefined)
  return (
    rows.length > 0 &&
    html`<div class="notice bad" role="alert" aria-labelledby="problems" tabindex="-1"><h2 id="problems">${ui.t('form.problems')}</h2><ul>${rows.map(([id, text]) => html`<li><a href="#${id}">${text}</a></li>`)}</ul></div>`
  )
}
