import type { Ui } from '../../site/ui.js'
import type { Visit } from '../../site/visit.js'
import { type Html, html } from '../../web/html.js'

interface Column {
  readonly label: string
  readonly cell: (row: number) => Html | string
}

/** A table that becomes a list on a narrow screen. The first column heads its row. */
export function table(caption: string, count: number, columns: readonly Column[]): Html {
  const rows = Array.from({ length: count }, (_, row) => {
    const cells = columns.map(({ label, cell }, column) =>
      column === 0 ? html`<th scope="row">${cell(row)}</th>` : html`<td data-label="${label}">${cell(row)}</td>`,
    )
    return html`<tr>${cells}</tr>`
  })
  return html`<table class="table"><caption class="hidden-visually">${caption}</caption><thead><tr>${columns.map(({ label }) => html`<th scope="col">${label}</th>`)}</tr></thead><tbody>${rows}</tbody></table>`
}

/** The link to the next page of a list. */
export const nextLink = (ui: Ui, next: string | undefined): Html | false =>
  next !== undefined && html`<p><a class="button quiet" href="${next}">${ui.t('site.next')}</a></p>`

/** URL of the next page of a list. */
export function nextUrl(
  visit: Visit,
  cursor: string | undefined,
  more: Record<string, string> = {},
): string | undefined {
  if (cursor === undefined) return undefined
  return `${visit.href(visit.path)}?${new URLSearchParams({ ...more, cursor })}`
}

/** Where a page of a list begins. */
export function cursorOf({ url }: Visit): { cursor?: string } {
  const cursor = url.searchParams.get('cursor')
  return cursor === null ? {} : { cursor }
}
