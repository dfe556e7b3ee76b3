import type { Card, CardLabels, CardSize } from '../../draw/cards/index.js'
import type { CertificateLabels } from '../../draw/certificate/index.js'
import { isBadgeError } from '../../errors.js'
import type { ExportOptions } from '../../export/index.js'
import { exportBadge } from '../../export/index.js'
import { createCache } from '../../internal/cache.js'
import { defined } from '../../internal/defined.js'
import { limits } from '../../internal/limits.js'
import { sha256Hex } from '../../internal/sha256.js'
import type { BadgeView } from '../../view/index.js'
import { seal } from '../site/seal.js'
import type { ShareSettings } from '../site/types.js'
import { TooMany } from '../web/outcome.js'

/** What is drawn: the same input gives the same picture. */
export interface Drawing {
  readonly view: BadgeView
  /** Whose picture it is; a badge keeps the one it was issued with. `undefined` for the seal. */
  readonly artOf: string | undefined
  readonly art: () => Promise<Uint8Array>
  /** Whether the badge's page opens for whoever scans the code. */
  readonly link: boolean
  readonly locale: string
  readonly cardLabels: Partial<CardLabels>
  readonly certificateLabels: Partial<CertificateLabels>
}

export interface Abilities {
  readonly cards: boolean
  readonly certificates: boolean
}

/** Draws cards and certificates with the optional packages, as far as the host has them. */
export interface Studio {
  /** Found out once, by drawing; the host's log hears of what is missing. */
  abilities(): Promise<Abilities>
  /** Changes whenever the card does, so that whoever keeps it asks anew. */
  cardKey(drawing: Drawing, size: CardSize): string
  /** `undefined` where it cannot be drawn: a package is missing, or no font has its letters. */
  card(drawing: Drawing, size: CardSize): Promise<Card | undefined>
  certificate(drawing: Drawing, credential: object): Promise<Uint8Array | undefined>
  bundle(drawing: Drawing, credential: object, more?: TakenAlong): Promise<Uint8Array | undefined>
}

/** What of a bundle depends on who takes it. */
export type TakenAlong = Pick<ExportOptions, 'readerLocale' | 'snippets' | 'share' | 'jwt'>

/** Of the designs that come along; a new one gets new addresses. */
const DESIGN = 1

export function createStudio(settings: ShareSettings, report: (error: unknown) => void): Studio {
  const { fonts, installedFonts, cards = {}, certificate = {} } = settings
  const fontOptions = {
    ...defined({ fonts, installedFonts }),
  }
  const kept = createCache<Promise<Card | undefined>>(limits.drawingsKept)
  const inTurn = createQueue()
  let found: Promise<Abilities> | undefined

  const abilities = (): Promise<Abilities> => {
    found ??= findOut()
    return found
  }
  const findOut = async (): Promise<Abilities> => {
    const key = fonts ?? (installedFonts === false ? noFonts : installed)
    const tried = trials.get(key) ?? tryOut(drawCard, drawCertificate)
    trials.set(key, tried)
    const { card, certificate } = await tried
    for (const failure of [card, certificate]) if (failure !== undefined) report(failure.error)
    return { cards: card === undefined, certificates: card === undefined && certificate === undefined }
  }

  /** In the words of the language, or in English where no font has its letters. */
  const inWords = async <T>(drawing: Drawing, draw: (words: Drawing) => Promise<T>): Promise<T> => {
    try {
      return await draw(drawing)
    } catch (error) {
      if (!isBadgeError(error, 'ERR_FONT_MISSING') || drawing.locale === 'en') throw error
      return draw({ ...drawing, locale: 'en', cardLabels: {}, certificateLabels: {} })
    }
  }
  const drawCard = (drawing: Drawing, size: CardSize): Promise<Card | undefined> =>
    inWords(drawing, async ({ view, art, link, locale, cardLabels }) => {
      const { createCards } = await import('../../draw/cards/index.js')
      const options = { ...fontOptions, ...cards, art: await art(), link, locale, labels: cardLabels }
      return (await createCards(view, options, [size]))[0]
    })
  const drawCertificate = (drawing: Drawing, credential: object | undefined): Promise<Uint8Array> =>
    inWords(drawing, async ({ view, art, locale, certificateLabels }) => {
      const { createCertificate } = await import('../../draw/certificate/index.js')
      const { bytes } = await createCertificate(view, {
        ...fontOptions,
        ...certificate,
        art: await art(),
        locale,
        labels: certificateLabels,
        ...defined({ credential }),
      })
      return bytes
    })

  /** What cannot be drawn is told to the host, and left out. */
  const orNothing = async <T>(work: Promise<T>): Promise<T | undefined> => {
    try {
      return await work
    } catch (error) {
      if (!isBadgeError(error)) throw error
      report(error)
      return undefined
    }
  }

  const cardKey = ({ view, artOf, link, locale }: Drawing, size: CardSize): string =>
    sha256Hex(JSON.stringify([DESIGN, size, view, artOf, link, locale, cards.theme, cards.hue])).slice(0, 16)

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
      // Too many at once is over in a moment; it must not be what is kept.
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
      const draw = async ({ view, locale, cardLabels, certificateLabels }: Drawing): Promise<Uint8Array> => {
        const options: ExportOptions & { image: Uint8Array } = {
          ...fontOptions,
          ...more,
          cards: { ...cards, labels: cardLabels },
          certificate: { ...certificate, labels: certificateLabels },
          url: view.url,
          locale,
          image: await drawing.art(),
          state: view.state,
          link: drawing.link,
          ...defined({ recipientName }),
        }
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

/** What a process can draw stays the same, so it is tried out once for all handlers with the same fonts. */
const trials = new WeakMap<object, Promise<Trial>>()
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
  cardLabels: {},
  certificateLabels: {},
}

/** Drawing takes a processor for half a second: few at once, and a full queue refuses. */
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
