/**
 * The program of the page where badges are checked. It reads files, pictures and the camera on the visitor's device,
 * verifies with the library, and asks nobody but the site itself, for what the site publishes. What others have to be
 * asked goes to the server by the form, when the visitor presses its button.
 */

import { limits } from '../../internal/limits.js'
import { type CheckedBadge, checkedCard } from '../site/answer/card.js'
import type { CheckConfig } from '../site/answer/config.js'
import { type Speaker, speakerOf } from '../site/answer/speaker.js'
import { type Html, html } from '../web/html.js'
import { startCamera } from './check/camera.js'
import { type Checker, checkerFor } from './check/checker.js'
import { type Led, ledBy, textInPicture } from './check/qr.js'

/** The form of the page and what is around it. */
interface Place {
  readonly form: HTMLFormElement
  readonly result: HTMLElement
  readonly drop: HTMLElement
  readonly file: HTMLInputElement
  readonly text: HTMLTextAreaElement
  readonly recipient: HTMLInputElement
  /** Absent in a page that is one file. */
  readonly address: HTMLInputElement | null
}

const find = <E extends HTMLElement>(id: string): E | null => document.querySelector<E>(`#${id}`)

function start(place: Place): void {
  const { form, result, drop, file, text, recipient, address } = place
  const config = JSON.parse(find('config')?.textContent ?? '{}') as CheckConfig
  announceParts(config)
  const speaker = speakerOf(config)
  const { t } = speaker
  const checker = checkerFor(config)
  let turn = 0
  /** Shows what comes out, unless something else was asked for in the meantime. */
  const answer = async (make: () => Promise<Html>): Promise<void> => {
    turn += 1
    const mine = turn
    show(result, html`<p class="notice">${t('verify.working')}</p>`)
    const page = await make()
    if (mine !== turn) return
    show(result, page)
    for (const button of result.querySelectorAll('[data-print]'))
      button.addEventListener('click', () => void printed(result))
    for (const button of result.querySelectorAll<HTMLElement>('[data-ask]')) {
      button.addEventListener('click', () => askServer(place, button.dataset.ask ?? ''))
    }
    result.focus()
  }
  const led = (found: Led): Promise<Html> => ledPage(speaker, checker, found, recipient.value.trim())
  const checkFiles = (files: readonly File[]): Promise<void> =>
    answer(() => filesPage(speaker, checker, files, recipient.value.trim()))

  form.addEventListener('submit', (event) => {
    const asked = (event.submitter as HTMLButtonElement | null)?.value
    const files = [...(file.files ?? [])]
    const pasted = text.value.trim()
    const typed = address?.value.trim() ?? ''
    if (asked !== 'address' && files.length > 0) {
      event.preventDefault()
      return void checkFiles(files)
    }
    if (asked !== 'address' && pasted !== '') {
      event.preventDefault()
      return void answer(async () =>
        withPrint(speaker, await textCard(speaker, checker, pasted, recipient.value.trim())),
      )
    }
    if (typed !== '') {
      // To the server, and nothing but the address: what else was chosen stays here.
      setSent(place, false)
      return
    }
    event.preventDefault()
    ;(asked === 'address' ? address : file)?.focus()
  })
  addEventListener('pageshow', () => setSent(place, true))
  file.addEventListener('change', () => {
    const files = [...(file.files ?? [])]
    if (files.length > 0) void checkFiles(files)
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
    const files = event.dataTransfer?.files
    if (files === undefined || files.length === 0) return
    // As if they had been chosen, for whatever is done with them afterwards.
    file.files = files
    void checkFiles([...files])
  })
  startCamera(t, (read) => void answer(() => led(ledBy(config, read))))
  // What the server has answered can be printed as well.
  if (result.querySelector('.answer') !== null) {
    result.insertAdjacentHTML('beforeend', printButton(speaker).markup)
    result.querySelector('[data-print]')?.addEventListener('click', () => void printed(result))
  }
}

/** Where packages that load later are looked for; those that are in the page have said so themselves. */
function announceParts({ parts }: CheckConfig): void {
  const shared = globalThis as Record<symbol, unknown>
  const key = Symbol.for('badgewright.parts')
  shared[key] ??= new Map<string, unknown>()
  const known = shared[key] as Map<string, unknown>
  for (const [name, url] of Object.entries(parts)) if (!known.has(name)) known.set(name, url)
}

/** Whether what was chosen and pasted goes along when the form is sent. */
function setSent({ file, text }: Place, isSent: boolean): void {
  file.disabled = !isSent
  text.disabled = !isSent
}

/** Sends an address, or the files and the text as they are, to the server of the page, which asks others. */
function askServer(place: Place, address: string): void {
  const { form } = place
  if (address !== '') setSent(place, false)
  const values = { do: address === '' ? 'check' : 'address', ...(address === '' ? {} : { via: 'qr', address }) }
  for (const [name, value] of Object.entries(values)) {
    if (name === 'address' && place.address !== null) {
      place.address.value = value
      continue
    }
    const field = document.createElement('input')
    Object.assign(field, { type: 'hidden', name, value })
    form.append(field)
  }
  form.submit()
}

/** Prints; the QR codes of the sheets are drawn before. */
async function printed(result: HTMLElement): Promise<void> {
  const { qrPicture } = await import('../site/answer/qr.js')
  for (const place of result.querySelectorAll<HTMLElement>('[data-qr]:empty')) {
    const picture = qrPicture(place.dataset.qr ?? '')
    if (picture !== undefined) show(place, picture)
  }
  print()
}

/** The only place where markup enters the document: made by the escaping template. */
function show(target: HTMLElement, content: Html): void {
  target.innerHTML = content.markup
}

async function filesPage(speaker: Speaker, checker: Checker, files: readonly File[], value: string): Promise<Html> {
  const { t } = speaker
  const shown = files.slice(0, limits.checkedFiles)
  const cards: Html[] = []
  for (const one of shown) cards.push(await fileCard(speaker, checker, one, value, shown.length === 1))
  const left =
    shown.length < files.length && html`<p class="notice warn">${t('verify.tooMany', { count: shown.length })}</p>`
  const summary = shown.length > 1 && html`<h2>${t('verify.checked', { count: shown.length })}</h2>`
  return withPrint(speaker, html`${left}${summary}${cards}`)
}

const printButton = ({ t }: Speaker): Html =>
  html`<p class="row no-print"><button type="button" class="button second" data-print>${t('verify.print')}</button></p>`

const withPrint = (speaker: Speaker, cards: Html): Html => html`${cards}${printButton(speaker)}`

async function fileCard(
  speaker: Speaker,
  checker: Checker,
  file: File,
  value: string,
  isAlone: boolean,
): Promise<Html> {
  const { t } = speaker
  if (file.size > limits.pngBytes)
    return html`<p class="notice bad"><bdi>${file.name}</bdi>: ${t('verify.tooLarge')}</p>`
  const checked = await checker.check(new Uint8Array(await file.arrayBuffer()), value)
  const isEmpty = checked.result.checks.find(({ id }) => id === 'input.parse')?.status === 'failed'
  const read = isEmpty ? await textInPicture(file) : undefined
  if (read !== undefined) return ledPage(speaker, checker, ledBy(checker.config, read), value, file.name)
  return checkedCard(
    speaker,
    { ...checked, name: file.name },
    isAlone ? { more: askButton(speaker, checker, checked) } : {},
  )
}

async function textCard(speaker: Speaker, checker: Checker, text: string, value: string): Promise<Html> {
  const checked = await checker.check(text, value)
  return checkedCard(speaker, checked, { more: askButton(speaker, checker, checked) })
}

/** What a QR code led to: a badge of this site is fetched and checked; to others the visitor sends the server. */
async function ledPage(speaker: Speaker, checker: Checker, led: Led, value: string, name?: string): Promise<Html> {
  const { t } = speaker
  const card = (content: Html): Html =>
    html`<article class="card stack answer" data-led="${led.to}">${name !== undefined && html`<p class="small soft"><bdi>${name}</bdi></p>`}${content}</article>`
  if (led.to === 'text') return card(html`<p><bdi>${t('verify.qrOther', { text: led.text })}</bdi></p>`)
  if (led.to === 'own') {
    const data = await checker.own(led.path)
    if (data === undefined)
      return card(
        html`<h2>${t('verify.qrTo', { host: led.host })}</h2><p>${t('verify.addressNothing')}</p><p class="small"><bdi>${led.url}</bdi></p>`,
      )
    return checkedCard(speaker, { ...(await checker.check(data, value)), name, reached: { by: 'qr', url: led.url } })
  }
  if (led.to !== 'other') return checkedCard(speaker, { ...(await checker.check(led.text, value)), name })
  const { site } = checker.config
  const link = html`<p class="small"><a href="${led.url}" rel="noopener noreferrer nofollow"><bdi>${led.url}</bdi></a></p>`
  return card(
    html`<h2><bdi>${t('verify.qrTo', { host: led.host })}</bdi></h2>${link}${
      site?.asks === true
        ? html`<p>${t('verify.qrToText')}</p><p class="row"><button type="button" class="button" data-ask="${led.url}">${t('verify.lookUp')}</button></p>`
        : html`<p>${t(site === undefined ? 'verify.qrAlone' : 'verify.addressOff')}</p>`
    }`,
  )
}

/** Offered where the answer could be another one if the issuer were asked. */
function askButton({ t }: Speaker, { config }: Checker, { result }: CheckedBadge): Html | undefined {
  const isOpen = result.outcome === 'indeterminate'
  if (!isOpen || config.site?.asks !== true) return undefined
  return html`<div class="no-print"><p class="row"><button type="button" class="button second" data-ask>${t('verify.askServer')}</button></p><p class="small soft">${t('verify.askServerText')}</p></div>`
}

// At the end, where everything above is there.
const form = find<HTMLFormElement>('verify')
const [result, drop] = [find('result'), find('drop')]
const file = find<HTMLInputElement>('file')
const text = find<HTMLTextAreaElement>('text')
const recipient = find<HTMLInputElement>('recipient')

if (form && result && drop && file && text && recipient) {
  start({ form, result, drop, file, text, recipient, address: find<HTMLInputElement>('address') })
}
