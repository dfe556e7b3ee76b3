/**
 * The program of the page where badges are checked. It reads the file on the visitor's device, verifies it with the
 * library, and asks nobody but the site itself, for what the site publishes.
 */

import { asArray, isJsonObject } from '../../internal/json.js'
import { limits } from '../../internal/limits.js'
import { isUrlWithin } from '../../internal/url-scope.js'
import { didWebUrl } from '../../loader/index.js'
import { checkWords, formatFor, type PageTexts, type TextKey, type Values } from '../../texts/index.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import type { CheckStatus, VerificationResult } from '../../types/verification.js'
import { factIds } from '../../verify/facts/index.js'
import { type VerifyOptions, verifyCredential } from '../../verify/index.js'
import { type BadgeFacts, badgeFacts } from '../site/badge/facts.js'
import { icon } from '../site/ui.js'
import { type Html, html } from '../web/html.js'

interface Config {
  readonly locale: string
  readonly baseUrl: string
  readonly path: string
  readonly issuer: string
  readonly did: { readonly id: string; readonly document: JsonObject } | null
  readonly texts: PageTexts
}

const form = document.querySelector<HTMLFormElement>('#verify')
const result = document.querySelector<HTMLElement>('#result')
const drop = document.querySelector<HTMLElement>('#drop')
const file = document.querySelector<HTMLInputElement>('#file')
const text = document.querySelector<HTMLTextAreaElement>('#text')
const recipient = document.querySelector<HTMLInputElement>('#recipient')

if (form && result && drop && file && text && recipient) start(form, result, drop, file, text, recipient)

function start(
  form: HTMLFormElement,
  result: HTMLElement,
  drop: HTMLElement,
  file: HTMLInputElement,
  text: HTMLTextAreaElement,
  recipient: HTMLInputElement,
): void {
  const config = JSON.parse(form.dataset.config ?? '{}') as Config
  let chosen: File | undefined
  let turn = 0
  const run = async (): Promise<void> => {
    const input = chosen ?? (text.value.trim() === '' ? undefined : text.value)
    if (input === undefined) {
      file.focus()
      return
    }
    turn += 1
    const mine = turn
    show(result, html`<p class="notice">${say(config, 'verify.working')}</p>`)
    const page = await check(config, input, recipient.value.trim())
    if (mine !== turn) return
    show(result, page)
    result.focus()
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void run()
  })
  file.addEventListener('change', () => {
    chosen = file.files?.[0]
    void run()
  })
  text.addEventListener('input', () => {
    chosen = undefined
    file.value = ''
  })
  for (const type of ['dragenter', 'dragover']) {
    drop.addEventListener(type, (event) => {
      event.preventDefault()
      drop.classList.add('over')
    })
  }
  for (const type of ['dragleave', 'drop']) drop.addEventListener(type, () => drop.classList.remove('over'))
  drop.addEventListener('drop', (event) => {
    event.preventDefault()
    chosen = event.dataTransfer?.files[0]
    if (chosen !== undefined) void run()
  })
}

const say = ({ texts, locale }: Config, key: TextKey, values?: Values): string =>
  formatFor(locale).fill(texts[key], values)

/** The only place where markup enters the document: made by the escaping template. */
function show(target: HTMLElement, content: Html): void {
  target.innerHTML = content.markup
}

async function check(config: Config, input: File | string, value: string): Promise<Html> {
  if (typeof input !== 'string' && input.size > limits.pngBytes) return bad(config, 'verify.tooLarge')
  const data = typeof input === 'string' ? input : new Uint8Array(await input.arrayBuffer())
  const read = await verifyCredential(data, { accept, documents: ownDid(config) })
  const named = read.credential ?? read.unverifiedCredential
  const options = {
    accept,
    documents: { ...ownDid(config), ...(named === undefined ? {} : await ownLists(config, named)) },
  }
  const verdict = await verifyCredential(data, options)
  const credential: JsonObject | undefined = verdict.credential ?? verdict.unverifiedCredential
  if (credential === undefined || verdict.checks.find(({ id }) => id === 'input.parse')?.status !== 'passed') {
    const isStripped = verdict.problems.some(({ code }) => code === 'ERR_BAKE_NOTHING_BAKED')
    return bad(config, isStripped ? 'verify.stripped' : 'verify.unreadable')
  }
  const match = value === '' ? undefined : await compare(data, value, options)
  return report(config, verdict, credential, value, match)
}

const bad = (config: Config, key: TextKey): Html => html`<p class="notice bad">${say(config, key)}</p>`

/** The status lists that the badge names, where this site publishes them; nothing is asked of anybody else. */
async function ownLists({ baseUrl, path }: Config, credential: JsonObject): Promise<Record<string, JsonValue>> {
  const lists: Record<string, JsonValue> = {}
  for (const entry of asArray<JsonValue>(credential.credentialStatus).filter(isJsonObject).slice(0, 4)) {
    const url = entry.statusListCredential
    if (typeof url !== 'string' || !url.startsWith(baseUrl) || !isUrlWithin(url, `${baseUrl}/status/`)) continue
    try {
      const own = `${location.origin}${path}${url.slice(baseUrl.length)}`
      const answer = await fetch(own, { credentials: 'omit', referrerPolicy: 'no-referrer', cache: 'no-cache' })
      if (answer.ok) lists[url] = await answer.text()
    } catch {
      // Without the list the status cannot be determined.
    }
  }
  return lists
}

const ownDid = ({ did }: Config): Record<string, JsonValue> =>
  did === null ? {} : { [didWebUrl(did.id)]: did.document }

/** Anyone who checks a file here has been sent it, and learner records are among what is sent. */
const accept = ['badge', 'clr'] as const

type Accepted = (typeof accept)[number]

type Match = 'yes' | 'no' | 'unclear'

/** An address or name, held against the hashes of the badge. */
async function compare(data: Uint8Array | string, value: string, options: VerifyOptions<Accepted>): Promise<Match> {
  const tries = [value, { type: 'name', value }] as const
  let answer: Match = 'unclear'
  for (const recipient of tries) {
    const { checks } = await verifyCredential(data, { ...options, recipient })
    const status = checks.find(({ id }) => id === 'subject.recipient')?.status
    if (status === 'passed') return 'yes'
    if (status === 'failed') answer = 'no'
  }
  return answer
}

const looks = {
  verified: ['good', 'shieldTick'],
  failed: ['bad', 'shieldCross'],
  indeterminate: ['warn', 'shieldQuestion'],
} as const
const statusLooks: Readonly<Record<CheckStatus, readonly [string, 'tick' | 'cross' | 'question']>> = {
  passed: ['good', 'tick'],
  failed: ['bad', 'cross'],
  indeterminate: ['warn', 'question'],
  skipped: ['', 'question'],
}

function report(
  config: Config,
  verdict: VerificationResult<Accepted>,
  credential: JsonObject,
  value: string,
  match: Match | undefined,
): Html {
  const facts = badgeFacts(credential)
  const [look, shield] = looks[verdict.outcome]
  const t = (key: TextKey) => say(config, key)
  return html`<section class="card stack" data-outcome="${verdict.outcome}"><div class="verdict ${look}">${icon(shield)}<div><h2>${t(`outcome.${verdict.outcome}`)}</h2><p><strong><bdi>${facts.name}</bdi></strong></p>${verdict.kind !== undefined && html`<p class="small">${t(`kind.${verdict.kind}`)}</p>`}</div></div>
${threeFacts(config, verdict)}
<div class="answers"><section class="panel"><h3>${t('verify.whoSays')}</h3>${whoSays(config, verdict, facts)}</section>
<section class="panel"><h3>${t('verify.aboutWhom')}</h3>${aboutWhom(config, facts, value, match)}</section>
<section class="panel"><h3>${t('verify.holds')}</h3>${holds(config, verdict, facts)}</section></div>
<details><summary>${t('check.details')}</summary><ul role="list" class="ticks">${verdict.checks.map((check) => {
    const [kind, name] = statusLooks[check.status]
    const { text, detail } = checkWords(config.texts, check)
    return html`<li class="${kind}">${icon(name)}<span><span class="hidden-visually">${t(`status.${check.status}`)}: </span>${text}${detail !== undefined && html` <span class="soft small" lang="en" dir="ltr">${detail}</span>`}</span></li>`
  })}</ul></details></section>`
}

/** Three answers apart: an employer asks other questions than an engineer. */
function threeFacts(config: Config, { facts }: VerificationResult<Accepted>): Html {
  return html`<ul role="list" class="ticks" data-facts>${factIds.map((id) => {
    const answer = facts[id]
    const [kind, name] = statusLooks[answer === null ? 'indeterminate' : answer ? 'passed' : 'failed']
    return html`<li class="${kind}" data-fact="${id}" data-answer="${String(answer)}">${icon(name)}<span>${say(config, `fact.${id}`)} <strong>${say(config, `fact.${answer}`)}</strong></span></li>`
  })}</ul>`
}

const statusOf = (verdict: VerificationResult<Accepted>, id: string): CheckStatus | undefined =>
  verdict.checks.find((row) => row.id === id)?.status

function whoSays(config: Config, verdict: VerificationResult<Accepted>, facts: BadgeFacts): Html {
  const id = verdict.issuer?.id
  if (id === undefined) return html`<p>${say(config, 'verify.unknownIssuer')}</p>`
  const isProven = statusOf(verdict, 'issuer.binding') === 'passed' && statusOf(verdict, 'proof.signature') === 'passed'
  return html`<p><strong><bdi>${facts.issuerName}</bdi></strong></p><p class="small soft"><bdi>${id}</bdi></p>${!isProven && html`<p>${say(config, 'verify.selfAsserted')}</p>`}${isProven && id === config.issuer && html`<p>${say(config, 'verify.known')}</p>`}`
}

function aboutWhom(config: Config, facts: BadgeFacts, value: string, match: Match | undefined): Html {
  const named = facts.recipientName
  const name = named !== undefined && html`<p>${say(config, 'verify.named', { value: named })}</p>`
  if (match === undefined) return html`${name}${named === undefined && html`<p>${say(config, 'verify.notAsked')}</p>`}`
  const key = { yes: 'verify.match', no: 'verify.noMatch', unclear: 'verify.cannotMatch' } as const
  return html`<p data-match="${match}"><strong><bdi>${say(config, key[match], { value })}</bdi></strong></p>${name}`
}

function holds(config: Config, verdict: VerificationResult<Accepted>, facts: BadgeFacts): Html {
  const { date } = formatFor(config.locale)
  const revocation = statusOf(verdict, 'status.revocation')
  return html`<p data-holds="${worst(verdict)}"><strong>${revocation === 'failed' ? say(config, 'state.revoked') : statusOf(verdict, 'validity.until') === 'failed' ? say(config, 'state.expired') : say(config, worst(verdict) === 'passed' ? 'state.valid' : `status.${worst(verdict)}`)}</strong></p>${revocation === 'indeterminate' && html`<p>${say(config, 'verify.statusUnknown')}</p>`}<p class="small soft">${facts.issuedAt !== undefined && html`${say(config, 'badge.issued')} ${date(facts.issuedAt)}<br>`}${facts.validUntil === undefined ? say(config, 'badge.noEnd') : html`${say(config, 'badge.validUntil')} ${date(facts.validUntil)}`}</p>`
}

function worst(verdict: VerificationResult<Accepted>): CheckStatus {
  const found = asArray(['validity.from', 'validity.until', 'status.revocation']).map((id) => statusOf(verdict, id))
  return (['failed', 'indeterminate', 'passed'] as const).find((status) => found.includes(status)) ?? 'skipped'
}

// Compiled apart, so that nothing of it is global.
export type VerifyPageConfig = Config
