import { stages } from '../../service/core/lifecycle/index.js'
import type { Translator } from '../../texts/pages/index.js'
import { attributes, type Html, html } from '../web/html.js'
import type { ShownBrand } from './brand.js'

/** What every page needs to know of the request that it answers. */
export interface Ui extends Translator {
  /** Path under the base URL, as a path of the host. */
  href(path: string): string
  /** The day of a time that the service noted, in the issuer's time zone. What a badge says is shown as written: `date`. */
  moment(time: string): string
  /** Goes into every form. */
  readonly csrf: string | undefined
  /** For style sheets and scripts; absent on pages that must be the same for everybody. */
  readonly nonce: string | undefined
  readonly siteName: string
  /** Which entry of the menu this is. */
  readonly here: string
  readonly signedIn: boolean
  /** What waits to be looked at among the badges of who is signed in. */
  readonly unread: number
  /** Whether this visitor may use an operation of the catalogue. */
  may(operation: string): boolean
  /** The member of staff who is signed in. */
  readonly staffName: string | undefined
  /** Whether they can end their session here. */
  readonly staffCanSignOut: boolean
  readonly canSignOut: boolean
  /** The languages to choose from. */
  readonly locales: readonly string[]
  /** Inside a frame of the host, which has menus of its own. */
  readonly framed: boolean
  readonly styleUrl: string
  readonly brand: ShownBrand
}

/** The field that shows that a form came from here. */
export const csrfField = (ui: Ui): Html | undefined =>
  ui.csrf === undefined ? undefined : html`<input type="hidden" name="form" value="${ui.csrf}">`

interface FieldOptions {
  readonly name: string
  readonly label: string
  readonly hint?: string
  readonly problem?: string | undefined
  readonly value?: string | undefined
  readonly type?: 'text' | 'email' | 'number' | 'date' | 'datetime-local' | 'url' | 'file'
  readonly required?: boolean
  readonly autocomplete?: string
  readonly inputMode?: string
  readonly pattern?: string
  readonly maxLength?: number
  readonly accept?: string
  readonly multiline?: boolean
  readonly optional?: string
  readonly id?: string
}

/** A labelled field; its hint and what is wrong with it are tied to it. */
export function field(options: FieldOptions): Html {
  const { name, label, hint, problem, value, type = 'text', multiline = false } = options
  const id = options.id ?? `f-${name.replace(/[^\w-]/g, '-')}`
  const described = [problem && `${id}-wrong`, hint && `${id}-hint`].filter(Boolean).join(' ')
  const shared = attributes({
    id,
    name,
    required: options.required ?? false,
    autocomplete: options.autocomplete,
    maxlength: options.maxLength,
    'aria-describedby': described || undefined,
    'aria-invalid': problem === undefined ? undefined : 'true',
    dir: type === 'email' || type === 'url' || type === 'number' ? 'ltr' : type === 'file' ? undefined : 'auto',
  })
  const control = multiline
    ? html`<textarea${shared}>
${value ?? ''}</textarea>`
    : html`<input${shared}${attributes({ type, value, inputmode: options.inputMode, pattern: options.pattern, accept: options.accept })}>`
  return html`<div class="field"><label for="${id}"><bdi>${label}</bdi>${options.optional !== undefined && html` <span class="soft">(${options.optional})</span>`}</label>${
    problem !== undefined && html`<span class="wrong" id="${id}-wrong">${problem}</span>`
  }${hint !== undefined && html`<span class="hint" id="${id}-hint"><bdi>${hint}</bdi></span>`}${control}</div>`
}

interface FormOptions {
  readonly action: string
  readonly files?: boolean
  readonly className?: string
  readonly label?: string
}

/** A form that posts, with its proof of origin. */
export const form = (ui: Ui, { action, files, className, label }: FormOptions, content: Html): Html =>
  html`<form method="post"${attributes({
    action: ui.href(action),
    enctype: files ? 'multipart/form-data' : undefined,
    class: className,
    'aria-label': label,
    novalidate: false,
  })}>${csrfField(ui)}${content}</form>`

export const button = (
  label: string,
  options: {
    readonly name?: string
    readonly value?: string
    readonly look?: 'second' | 'quiet' | 'danger'
    readonly large?: boolean
    readonly ariaLabel?: string
  } = {},
): Html =>
  html`<button type="submit"${attributes({
    class: ['button', options.look, options.large && 'large'].filter(Boolean).join(' '),
    name: options.name,
    value: options.value,
    'aria-label': options.ariaLabel,
  })}>${label}</button>`

export const notice = (kind: 'good' | 'bad' | 'warn' | 'calm', content: Html | string): Html =>
  html`<div class="notice ${kind}" role="${kind === 'bad' ? 'alert' : 'status'}">${content}</div>`

const icons = {
  tick: html`<path d="M20 6 9 17l-5-5" fill="none" stroke="currentColor" stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round"/>`,
  cross: html`<path d="M18 6 6 18M6 6l12 12" fill="none" stroke="currentColor" stroke-width="2.5" stroke-linecap="round"/>`,
  question: html`<path d="M9 9a3 3 0 1 1 4.5 2.6c-.9.5-1.5 1.2-1.5 2.4M12 18h.01" fill="none" stroke="currentColor" stroke-width="2.3" stroke-linecap="round"/>`,
  shieldTick: html`<path d="M12 2 4 5v6c0 5 3.4 9.3 8 11 4.6-1.7 8-6 8-11V5z" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linejoin="round"/><path d="m8.5 12 2.4 2.4L15.5 9.7" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/>`,
  shieldCross: html`<path d="M12 2 4 5v6c0 5 3.4 9.3 8 11 4.6-1.7 8-6 8-11V5z" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linejoin="round"/><path d="m9.3 9 5.4 5.400M14.7 9l-5.4 5.4" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round"/>`,
  shieldQuestion: html`<path d="M12 2 4 5v6c0 5 3.4 9.3 8 11 4.6-1.7 8-6 8-11V5z" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linejoin="round"/><path d="M10 9.500a2.1 2.1 0 1 1 3 1.900c-.7.4-1 .8-1 1.600M12 16h.01" fill="none" stroke="currentColor" stroke-width="1.9" stroke-linecap="round"/>`,
  file: html`<path d="M12 16V4m0 0L7.5 8.500M12 4l4.5 4.500M4 15v3a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2v-3" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"/>`,
} as const

/** Decorative: what it means is beside it in words. */
export const icon = (name: keyof typeof icons): Html =>
  html`<svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">${icons[name]}</svg>`

/** The picture of a badge, or a seal with its initials where it has none. */
export const medal = (picture: string | undefined, name: string, alt: string): Html =>
  html`<div class="medal">${picture === undefined ? seal(name) : html`<img src="${picture}" alt="${alt}" width="224" height="224">`}</div>`

export function seal(name: string): Html {
  const initials = name
    .split(/\s+/)
    .map((word) => [...word][0] ?? '')
    .join('')
    .slice(0, 2)
    .toUpperCase()
  const rays = Array.from({ length: 24 }, (_, index) => {
    const angle = (index * Math.PI) / 12
    const [x, y] = [100 + 84 * Math.cos(angle), 88 + 84 * Math.sin(angle)]
    return html`<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="12"/>`
  })
  return html`<svg viewBox="0 -10 200 216" aria-hidden="true" focusable="false"><path class="seal-ribbon" d="m62 140-20 56 27-9 17 13 14-44zm76 0 20 56-27-9-17 13-14-44z"/><g class="seal-ring">${rays}<circle cx="100" cy="88" r="86"/></g><circle class="seal-field" cx="100" cy="88" r="68"/><circle class="seal-line" cx="100" cy="88" r="61" stroke-width="2.5"/><circle class="seal-line" cx="100" cy="88" r="74" stroke-width="1.5" stroke-dasharray="2 5"/><text class="seal-text" x="100" y="107" font-size="54" text-anchor="middle">${initials}</text></svg>`
}

const looks: Readonly<Record<string, 'good' | 'warn' | 'bad' | ''>> = {
  valid: 'good',
  claimed: 'good',
  accepted: 'good',
  done: 'good',
  approved: 'good',
  delivered: 'good',
  sent: 'good',
  offered: 'warn',
  asked: 'warn',
  suspended: 'warn',
  expired: 'warn',
  bounced: 'bad',
  failed: 'bad',
  complained: 'bad',
  revoked: 'bad',
  rejected: 'bad',
  undone: 'bad',
}

/** A state in a word, with a colour that says the same. */
export const pill = (state: string, label: string): Html =>
  html`<span class="${['pill', looks[state]].filter(Boolean).join(' ')}">${label}</span>`

const states = ['valid', ...stages, 'suspended'] as const
type State = (typeof states)[number]

/** The word for the state of a badge. */
export const stateLabel = (ui: Ui, state: string): string =>
  (states as readonly string[]).includes(state) ? ui.t(`state.${state as State}`) : state
