import { type Html, html, paragraphs } from '../../web/html.js'
import type { Ui } from '../ui.js'
import type { BadgeFacts } from './facts.js'

/** What a badge is for, what it took and what it shows, as its credential says; nothing where it says nothing. */
export function about(ui: Ui, facts: BadgeFacts): Html | false {
  const { t } = ui
  const part = (title: string, content: Html | undefined) =>
    content !== undefined && html`<section class="stack"><h2>${title}</h2>${content}</section>`
  const { description, criteria, criteriaUrl, results, evidence, skills, tags } = facts
  const says = [description, criteria, criteriaUrl].some((each) => each !== undefined)
  if (!says && [results, evidence, skills, tags].every((list) => list.length === 0)) return false
  return html`<div class="panel stack-wide">
${part(t('badge.description'), facts.description === undefined ? undefined : paragraphs(facts.description))}
${part(
  t('badge.criteria'),
  facts.criteria === undefined && facts.criteriaUrl === undefined
    ? undefined
    : html`${facts.criteria !== undefined && paragraphs(facts.criteria)}${facts.criteriaUrl !== undefined && html`<p><a href="${facts.criteriaUrl}" rel="noopener noreferrer">${t('badge.criteriaPage')}</a></p>`}`,
)}
${part(t('badge.results'), facts.results.length === 0 ? undefined : html`<dl class="facts">${facts.results.map(({ name, value }) => html`<dt><bdi>${name ?? t('badge.results')}</bdi></dt><dd><bdi>${value}</bdi></dd>`)}</dl>`)}
${part(
  t('badge.evidence'),
  facts.evidence.length === 0
    ? undefined
    : html`<ul role="list" class="list">${facts.evidence.map(({ name, text, url }) => html`<li><div>${url === undefined ? (name ?? '') : html`<a href="${url}" rel="noopener noreferrer"><bdi>${name ?? url}</bdi></a>`}${text !== undefined && paragraphs(text)}</div></li>`)}</ul>`,
)}
${part(t('badge.skills'), facts.skills.length === 0 ? undefined : html`<ul role="list" class="tags">${facts.skills.map(({ name, url }) => html`<li><bdi>${url === undefined ? name : html`<a href="${url}" rel="noopener noreferrer">${name}</a>`}</bdi></li>`)}</ul>`)}
${part(t('badge.tags'), facts.tags.length === 0 ? undefined : html`<ul role="list" class="tags">${facts.tags.map((tag) => html`<li><bdi>${tag}</bdi></li>`)}</ul>`)}
</div>`
}
