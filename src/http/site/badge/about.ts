import { type Html, html, paragraphs } from '../../web/html.js'
import type { Ui } from '../ui.js'
import type { BadgeFacts } from './facts.js'
import { markdown } from './markdown.js'

/** What a badge says of itself, with its Markdown as markup. */
export interface About {
  readonly facts: BadgeFacts
  readonly criteria: Html | undefined
  readonly narrative: Html | undefined
  /** In the order of `facts.evidence`. */
  readonly evidence: readonly (Html | undefined)[]
}

export async function aboutOf(facts: BadgeFacts): Promise<About> {
  const read = (text: string | undefined) => (text === undefined ? undefined : markdown(text))
  const [criteria, narrative, evidence] = await Promise.all([
    read(facts.criteria),
    read(facts.narrative),
    Promise.all(facts.evidence.map((row) => read(row.narrative))),
  ])
  return { facts, criteria, narrative, evidence }
}

/** What a badge is for, what it took and what it shows, as its credential says; nothing where it says nothing. */
export function aboutPanel(ui: Ui, { facts, criteria, narrative, evidence }: About): Html | false {
  const { t } = ui
  const parts = [
    part(t('badge.description'), facts.description !== undefined && paragraphs(facts.description)),
    part(
      t('badge.criteria'),
      (criteria !== undefined || facts.criteriaUrl !== undefined) &&
        html`${criteria}${facts.criteriaUrl !== undefined && html`<p><a href="${facts.criteriaUrl}" rel="noopener noreferrer">${t('badge.criteriaPage')}</a></p>`}`,
    ),
    part(t('part.narrative'), narrative ?? false),
    part(
      t('badge.results'),
      facts.results.length > 0 &&
        html`<dl class="facts">${facts.results.map(({ name, value }) => html`<dt><bdi>${name ?? t('badge.results')}</bdi></dt><dd><bdi>${value}</bdi></dd>`)}</dl>`,
    ),
    part(
      t('badge.evidence'),
      facts.evidence.length > 0 &&
        html`<ul role="list" class="list">${facts.evidence.map(({ name, text, url }, index) => html`<li><div>${url === undefined ? (name ?? '') : html`<a href="${url}" rel="noopener noreferrer"><bdi>${name ?? url}</bdi></a>`}${evidence[index] ?? (text !== undefined && paragraphs(text))}</div></li>`)}</ul>`,
    ),
    part(
      t('badge.skills'),
      facts.skills.length > 0 &&
        html`<ul role="list" class="tags">${facts.skills.map(({ name, url }) => html`<li><bdi>${url === undefined ? name : html`<a href="${url}" rel="noopener noreferrer">${name}</a>`}</bdi></li>`)}</ul>`,
    ),
    part(
      t('badge.tags'),
      facts.tags.length > 0 &&
        html`<ul role="list" class="tags">${facts.tags.map((tag) => html`<li><bdi>${tag}</bdi></li>`)}</ul>`,
    ),
  ]
  return parts.some((each) => each !== false) && html`<div class="panel stack-wide">${parts}</div>`
}

const part = (title: string, content: Html | false): Html | false =>
  content !== false && html`<section class="stack"><h2>${title}</h2>${content}</section>`
