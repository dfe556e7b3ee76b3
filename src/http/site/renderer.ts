import type { Card, CardSize } from '../../draw/cards/index.js'
import type { CertificateOptions } from '../../draw/certificate/index.js'
import { isBadgeError } from '../../errors.js'
import type { ExportOptions } from '../../export/index.js'
import { createCache } from '../../internal/cache.js'
import { defined } from '../../internal/defined.js'
import { limits } from '../../internal/limits.js'
import { sha256Hex } from '../../internal/sha256.js'
import { sharedCache } from '../../internal/shared-caches.js'
import type { BadgeView } from '../../view/index.js'
import { TooMany } from '../web/outcome.js'
import { seal } from './seal.js'
import type { ShareSettings } from './types.js'

/** What is drawn: the same input gives the same picture. */
export interface Drawing {
  readonly view: BadgeView
  /** Id of the badge whose picture it is, which never changes. `undefined` for the seal. */
  readonly artOf: string | undefined
  readonly art: () => Promise<Uint8Array>
  /** Whether the badge's page opens for everybody who scans the code. */
  readonly link: boolean
  readonly locale: string
  /** The issuer's. */
  readonly colour?: string | undefined
  readonly logo?: Uint8Array | undefined
  /** How the issuer has made up the certificate of this badge. */
  readonly made?: () => Promise<CertificateMake | undefined>
}

/** What the certificate of one badge has besides. */
export type CertificateMake = Pick<CertificateOptions, 'template' | 'signatures' | 'partnerLogo'>

export interface Abilities {
  readonly cards: boolean
  readonly certificates: boolean
}

/** Draws cards and certificates with the optional packages, as far as the host has them. */
export interface Renderer {
  /** Found out once, by drawing; what is missing goes to the host's `onError`. */
  abilities(): Promise<Abilities>
  /** Changes whenever the card does, so that caches ask again. */
  cardKey(drawing: Drawing, size: CardSize): string
  /** `undefined` where it cannot be drawn: a package is missing, or no font has its letters. */
  card(drawing: Drawing, size: CardSize): Promise<Card | undefined>
  /** Without a credential it is only a picture of a badge, such as a preview. */
  certificate(drawing: Drawing, credential: object | undefined): Promise<Uint8Array | undefined>
  bundle(drawing: Drawing, credential: object, more?: TakenAlong): Promise<Uint8Array | undefined>
}

/** Options of a bundle that depend on the visitor. */
export type TakenAlong = Pick<ExportOptions, 'readerLocale' | 'snippets' | 'share' | 'jwt'>

/** Version of the built-in designs; a new one gets new addresses. */
const DESIGN = 1

/** The host's own words, as labels. */
export type OwnLabels = (locale: string, ...groups: string[]) => Readonly<Record<string, string>>

export function createRenderer(settings: ShareSettings, own: OwnLabels, report: (error: unknown) => void): Renderer {
  const { fonts, installedFonts, cards = {}, certificate = {} } = settings
  const fontOptions = {
    ...defined({ fonts, installedFonts }),
  }
  const kept = createCache<Promise<Card | undefined>>(limits.drawingsKept)
  const inTurn = createQueue()
  let found: Promise<Abilities> | undefined

  /** A hue that the host has set counts before the issuer's colour. */
  const colouring = ({ hue }: { readonly hue?: number }, { colour }: Drawing) =>
    hue === undefined ? defined({ colour }) : {}
  const cardLabels = (locale: string) => own(locale, 'state', 'card')
  const certificateLabels = (locale: string) => {
    const { awardedTo: _, sentence: __, ...labels } = own(locale, 'state', 'card', 'certificate')
    return labels
  }
  const abilities = (): Promise<Abilities> => {
    found ??= findOut()
    return found
  }
  const findOut = async (): Promise<Abilities> => {
    const key = fonts ?? (installedFonts === false ? noFonts : installed)
    const tried = trials().get(key) ?? tryOut(drawCard, drawCertificate)
    trials().set(key, tried)
    const { card, certificate } = await tried
    for (const failure of [card, certificate]) if (failure !== undefined) report(failure.error)
    return { cards: card === undefined, certificates: card === undefined && certificate === undefined }
  }

  /** In the language of the badge, or in English if no font has its letters. */
  const inWords = async <T>(drawing: Drawing, draw: (words: Drawing) => Promise<T>): Promise<T> => {
    try {
      return await draw(drawing)
    } catch (error) {
      if (!isBadgeError(error, 'ERR_FONT_MISSING') || drawing.locale === 'en') throw error
      return draw({ ...drawing, locale: 'en' })
    }
  }
  const drawCard = (drawing: Drawing, size: CardSize): Promise<Card | undefined> =>
    inWords(drawing, async (words) => {
      const { view, art, link, locale } = words
      const { createCards } = await import('../../draw/cards/index.js')
      const look = { ...fontOptions, ...cards, ...colouring(cards, words) }
      const options = { ...look, art: await art(), link, locale, labels: cardLabels(locale) }
      return (await createCards(view, options, [size]))[0]
    })
  const drawCertificate = (drawing: Drawing, credential: object | undefined): Promise<Uint8Array> =>
    inWords(drawing, async (words) => {
      const { view, art, locale } = words
      const { createCertificate } = await import('../../draw/certificate/index.js')
      const { bytes } = await createCertificate(view, {
        ...fontOptions,
        ...certificate,
        ...colouring(certificate, words),
        ...defined({ logo: words.logo }),
        ...(await words.made?.()),
        art: await art(),
        locale,
        labels: certificateLabels(locale),
        ...defined({ credential }),
      })
      return bytes
    })

  /** What cannot be drawn is reported to the host, and left out. */
  const orNothing = async <T>(work: Promise<T>): Promise<T | undefined> => {
    try {
      return await work
    } catch (error) {
      if (!isBadgeError(error)) throw error
      report(error)
      return undefined
    }
  }

  const cardKey = ({ view, artOf, link, locale, colour }: Drawing, size: CardSize): string =>
    sha256Hex(JSON.stringify([DESIGN, size, view, artOf, link, locale, cards.theme, cards.hue, colour])).slice(0, 16)

  return {
    abilities,
    cardKey,
    async card(drawing, size) {
      if (!(await abilities()).cards) return undefined
      const key = cardKey(drawing, size)
      const known = kept.get(key)
      if (known !== undefined) return known
      const card = orNothing(inTurn(() => drawCard(drawing, size)))
      kept.set(key, card)
      // Too many requests at once pass in a moment, and must not be cached.
      card.catch(() => kept.set(key, undefined as never))
      return card
    },
    async certificate(drawing, credential) {
      if (!(await abilities()).certificates) return undefined
      return orNothing(inTurn(() => drawCertificate(drawing, credential)))
    },
    async bundle(drawing, credential, more = {}) {
      if (!(await abilities()).certificates) return undefined
      const { recipientName } = drawing.view
      const draw = async (words: Drawing): Promise<Uint8Array> => {
        const { view, locale } = words
        const options: ExportOptions & { image: Uint8Array } = {
          ...fontOptions,
          ...more,
          cards: { ...cards, ...colouring(cards, words), labels: cardLabels(locale) },
          certificate: {
            ...certificate,
            ...colouring(certificate, words),
            ...defined({ logo: words.logo }),
            ...(await words.made?.()),
            labels: certificateLabels(locale),
          },
          url: view.url,
          locale,
          image: await drawing.art(),
          state: view.state,
          link: drawing.link,
          ...defined({ recipientName }),
        }
        const { exportBadge } = await import('../../export/index.js')
        return (await exportBadge(credential, 'bundle', options)).bytes
      }
      return orNothing(inTurn(() => inWords(drawing, draw)))
    },
  }
}

interface Failure {
  readonly error: unknown
}

interface Trial {
  readonly card: Failure | undefined
  readonly certificate: Failure | undefined
}

/** What a process can draw does not change, so it is tried once for all handlers with the same fonts. */
const trials = sharedCache('drawingTrials', () => new WeakMap<object, Promise<Trial>>())
const installed = {}
const noFonts = {}

async function tryOut(
  card: (drawing: Drawing, size: CardSize) => Promise<unknown>,
  certificate: (drawing: Drawing, credential: undefined) => Promise<unknown>,
): Promise<Trial> {
  const failureOf = (work: Promise<unknown>): Promise<Failure | undefined> =>
    work.then(
      () => undefined,
      (error: unknown) => ({ error }),
    )
  return {
    card: await failureOf(card(sample, 'link')),
    certificate: await failureOf(certificate(sample, undefined)),
  }
}

/** To find out what can be drawn. */
const sample: Drawing = {
  view: {
    url: 'https://badges.example/b/1',
    name: 'A',
    issuer: 'B',
    issuedAt: '2026-01-01T00:00:00Z',
    skills: [],
    tags: [],
    state: 'valid',
  },
  artOf: undefined,
  art: async () => seal,
  link: true,
  locale: 'en',
}

/** Drawing keeps a processor busy for half a second: few at once, and a full queue refuses. */
function createQueue() {
  let running = 0
  const waiting: (() => void)[] = []
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= limits.drawingsAtOnce) {
      if (waiting.length >= limits.drawingsWaiting) throw new TooMany(5)
      await new Promise<void>((resolve) => waiting.push(resolve))
    }
    running += 1
    try {
      return await work()
    } finally {
      running -= 1
      waiting.shift()?.()
    }
  }
}
