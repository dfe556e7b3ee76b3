import type { certificateTemplateNames } from '../../internal/option-tables.js'
import { type BadgeView, plainMarkdown } from '../../view/index.js'
import type { CardPalette } from '../index.js'
import type { Canvas, TextPlace } from './canvas.js'

/** Words of a certificate, already in the reader's language. */
export interface CertificateTexts {
  readonly kind: string
  /** Comes before the recipient's name, where there is one. */
  readonly awarded: string
  readonly achieved: string
  readonly dates: string
  readonly scan: string
  readonly criteria: string
  readonly skills: string
  /** The page of the badge, without `https://`. */
  readonly address: string
  readonly state?: string
}

/** What a template draws with. */
export interface CertificateInput {
  readonly view: BadgeView
  readonly texts: CertificateTexts
  readonly palette: CardPalette
}

/** A certificate's design: a plain function that draws on one page. */
export interface CertificateTemplate {
  readonly orientation: 'portrait' | 'landscape'
  draw(canvas: Canvas, input: CertificateInput): void
}

const rectangle = (x: number, y: number, w: number, h: number): string => `M${x} ${y}h${w}v${h}h${-w}Z`
const circle = (x: number, y: number, r: number): string =>
  `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`

/** Draws blocks below each other, in the middle between two heights. */
function stack(
  canvas: Canvas,
  top: number,
  bottom: number,
  gap: number,
  blocks: readonly (readonly [string, Omit<TextPlace, 'y'>])[],
): void {
  const shown = blocks.filter(([text]) => text !== '')
  const heights = shown.map(([text, place]) => canvas.measure(text, { ...place, y: 0 }))
  const total = heights.reduce((sum, height) => sum + height, 0) + gap * (shown.length - 1)
  let y = top + Math.max(0, (bottom - top - total) / 2)
  for (const [i, [text, place]] of shown.entries()) {
    canvas.text(text, { ...place, y })
    y += (heights[i] ?? 0) + gap
  }
}

/** For the wall: a frame, everything on the middle axis, the name large. */
const classic: CertificateTemplate = {
  orientation: 'landscape',
  draw(canvas, { view, texts, palette }) {
    const { width, height } = canvas
    const ink = '#1c2430'
    canvas.ornament(rectangle(0, 0, width, height), '#fffdf8')
    canvas.ornament(rectangle(26, 26, width - 52, height - 52), palette.accent, { lineWidth: 2.4 })
    canvas.ornament(rectangle(33, 33, width - 66, height - 66), palette.accent, { lineWidth: 0.6 })
    for (const [x, y] of [
      [33, 33],
      [width - 33, 33],
      [33, height - 33],
      [width - 33, height - 33],
    ] as const) {
      canvas.ornament(circle(x, y, 9), '#fffdf8')
      canvas.ornament(circle(x, y, 9), palette.accent, { lineWidth: 1.2 })
      canvas.ornament(circle(x, y, 3.2), palette.accent)
    }
    canvas.logo(62, 58, 170, 54, 'left')
    canvas.partnerLogo(width - 62 - 170, 58, 170, 54, 'right')
    const side = 132
    canvas.art((width - side) / 2, 52, side)
    const box = { x: 96, width: width - 192, align: 'center' } as const
    const named = view.recipientName !== undefined
    const signed = canvas.signatures > 0
    if (signed) canvas.sign(96, height - 196, width - 192, ink)
    stack(canvas, 192, height - (signed ? 200 : 142), signed ? 4 : 7, [
      [texts.kind, { ...box, size: 15, minSize: 10, maxLines: 1, weight: 'bold', color: palette.accent }],
      [named ? texts.awarded : '', { ...box, size: 13, minSize: 10, maxLines: 1, color: '#55606e' }],
      [
        view.recipientName ?? '',
        {
          ...box,
          size: signed ? 30 : 40,
          minSize: 18,
          maxLines: signed ? 1 : 2,
          weight: 'bold',
          color: ink,
          leading: 1.2,
        },
      ],
      [named ? texts.achieved : '', { ...box, size: 13, minSize: 10, maxLines: 1, color: '#55606e' }],
      [
        view.name,
        {
          ...box,
          size: named ? (signed ? 23 : 27) : signed ? 32 : 40,
          minSize: 15,
          maxLines: 2,
          weight: 'bold',
          color: palette.accent,
          role: 'H1',
          leading: 1.2,
        },
      ],
      [
        view.description ?? '',
        { x: 150, width: width - 300, align: 'center', size: 11.5, minSize: 8.5, maxLines: 3, color: '#3c4654' },
      ],
    ])
    const foot = height - 128
    canvas.ornament(`M${96} ${foot + 42}h200`, '#9aa3ae', { lineWidth: 0.7 })
    canvas.text(view.issuer, {
      x: 96,
      y: foot + 20,
      width: 200,
      size: 13,
      minSize: 8,
      maxLines: 1,
      weight: 'bold',
      color: ink,
      align: 'left',
    })
    canvas.text(texts.dates, {
      x: 96,
      y: foot + 48,
      width: 330,
      size: 9.5,
      minSize: 7,
      maxLines: 2,
      color: '#55606e',
      align: 'left',
    })
    const qr = 82
    canvas.qr(width - 96 - qr, foot - 2, qr)
    // Next to the code, whatever the direction of the words.
    const beside = { x: width - 96 - qr - 210, width: 200, align: 'right' } as const
    canvas.text(texts.scan, {
      ...beside,
      y: foot + 24,
      size: 10.5,
      minSize: 7,
      maxLines: 1,
      weight: 'bold',
      color: ink,
    })
    canvas.text(texts.address, { ...beside, y: foot + 40, size: 8.5, minSize: 5.5, maxLines: 3, color: '#55606e' })
    ribbon(canvas, texts, palette, width / 2)
  },
}

/** A band in the colour of the badge on the left, words on the right. */
const modern: CertificateTemplate = {
  orientation: 'landscape',
  draw(canvas, { view, texts, palette }) {
    const { width, height } = canvas
    const band = width * 0.34
    canvas.ornament(rectangle(0, 0, width, height), '#ffffff')
    canvas.ornament(rectangle(0, 0, band, height), palette.from)
    for (const [i, r] of [150, 190, 236, 290].entries()) {
      // Rings are clipped by the white that is drawn after them.
      canvas.ornament(circle(band / 2, height * 0.4, r), palette.line, { lineWidth: 1, opacity: 0.3 - i * 0.06 })
    }
    canvas.ornament(rectangle(band, 0, width - band, height), '#ffffff')
    canvas.ornament(rectangle(band, 0, 5, height), palette.glow)
    const side = band - 72
    canvas.art(36, height * 0.4 - side / 2, side)
    const onBand = { x: 28, width: band - 56, align: 'center' } as const
    canvas.text(view.issuer, {
      ...onBand,
      y: height - 118,
      size: 17,
      minSize: 10,
      maxLines: 2,
      weight: 'bold',
      color: palette.title,
    })
    canvas.text(texts.dates, { ...onBand, y: height - 68, size: 10.5, minSize: 7, maxLines: 2, color: palette.text })
    const box = { x: band + 56, width: width - band - 112 } as const
    const named = view.recipientName !== undefined
    const ink = '#141a22'
    const above = canvas.logo(width - 56 - 150, 44, 150, 46, 'right') + canvas.partnerLogo(box.x, 44, 150, 46, 'left')
    const signed = canvas.signatures > 0
    if (signed) canvas.sign(box.x, height - 208, box.width, ink)
    stack(canvas, above === 0 ? 56 : 104, height - (signed ? 216 : 150), signed ? 6 : 9, [
      [texts.kind, { ...box, size: 13, minSize: 9, maxLines: 1, weight: 'bold', color: palette.accent }],
      [
        view.name,
        { ...box, size: 38, minSize: 18, maxLines: 3, weight: 'bold', color: ink, role: 'H1', leading: 1.15 },
      ],
      [named ? texts.awarded : '', { ...box, size: 12, minSize: 9, maxLines: 1, color: '#66707d' }],
      [view.recipientName ?? '', { ...box, size: 27, minSize: 14, maxLines: 2, color: ink, leading: 1.2 }],
      [view.description ?? '', { ...box, size: 11.5, minSize: 8.5, maxLines: 5, color: '#3c4654', leading: 1.45 }],
    ])
    const qr = 86
    canvas.qr(box.x - 9, height - 48 - qr, qr)
    const beside = { x: box.x + qr + 6, width: box.width - qr - 6, align: 'left' } as const
    canvas.text(texts.scan, {
      ...beside,
      y: height - 48 - qr + 26,
      size: 11,
      minSize: 8,
      maxLines: 1,
      weight: 'bold',
      color: ink,
    })
    canvas.text(texts.address, {
      ...beside,
      y: height - 48 - qr + 42,
      size: 9,
      minSize: 6,
      maxLines: 3,
      color: '#66707d',
    })
    ribbon(canvas, texts, palette, band / 2)
  },
}

/** For the file: upright, with what it took to earn the badge. */
const record: CertificateTemplate = {
  orientation: 'portrait',
  draw(canvas, { view, texts, palette }) {
    const { width, height } = canvas
    const margin = 60
    const ink = '#141a22'
    const soft = '#55606e'
    canvas.ornament(rectangle(0, 0, width, height), '#ffffff')
    canvas.ornament(rectangle(0, 0, width, 8), palette.accent)
    canvas.logo(width - margin - 130, 20, 130, 30, 'right')
    canvas.partnerLogo(margin, 20, 130, 30, 'left')
    const side = 150
    canvas.art(margin - 6, 52, side)
    const head = { x: margin + side + 24, width: width - 2 * margin - side - 24 } as const
    stack(canvas, 52, 52 + side, 5, [
      [view.issuer, { ...head, size: 13, minSize: 9, maxLines: 2, weight: 'bold', color: palette.accent }],
      [
        view.name,
        { ...head, size: 27, minSize: 14, maxLines: 3, weight: 'bold', color: ink, role: 'H1', leading: 1.16 },
      ],
      [texts.dates, { ...head, size: 10.5, minSize: 8, maxLines: 2, color: soft }],
    ])
    let y = 52 + side + 30
    canvas.ornament(`M${margin} ${y}h${width - 2 * margin}`, '#d5dae0', { lineWidth: 0.8 })
    y += 22
    const box = { x: margin, width: width - 2 * margin } as const
    if (view.recipientName !== undefined) {
      y += canvas.text(texts.awarded, { ...box, y, size: 10.5, minSize: 8, maxLines: 1, color: soft }) + 2
      y +=
        canvas.text(view.recipientName, { ...box, y, size: 24, minSize: 13, maxLines: 2, weight: 'bold', color: ink }) +
        16
    }
    if (view.description !== undefined) {
      y +=
        canvas.text(view.description, { ...box, y, size: 12, minSize: 9, maxLines: 6, color: ink, leading: 1.5 }) + 18
    }
    const heading = {
      ...box,
      size: 11,
      minSize: 9,
      maxLines: 1,
      weight: 'bold',
      color: palette.accent,
      role: 'H2',
    } as const
    if (view.criteria !== undefined) {
      y += canvas.text(texts.criteria, { ...heading, y }) + 3
      const room = Math.max(2, Math.floor((height - (canvas.signatures > 0 ? 290 : 220) - y) / 16))
      y +=
        canvas.text(plainMarkdown(view.criteria), {
          ...box,
          y,
          size: 10.5,
          minSize: 9,
          maxLines: Math.min(14, room),
          color: ink,
          leading: 1.5,
        }) + 16
    }
    const skills = [...view.skills.map(({ name }) => name), ...view.tags].join(' · ')
    if (skills !== '' && y < height - (canvas.signatures > 0 ? 310 : 240)) {
      y += canvas.text(texts.skills, { ...heading, y }) + 3
      canvas.text(skills, { ...box, y, size: 10.5, minSize: 8.5, maxLines: 3, color: ink, leading: 1.5 })
    }
    const qr = 104
    const foot = height - 56 - qr
    if (canvas.signatures > 0) canvas.sign(margin, foot - 84, width - 2 * margin, ink)
    canvas.ornament(`M${margin} ${foot - 18}h${width - 2 * margin}`, '#d5dae0', { lineWidth: 0.8 })
    canvas.qr(margin - 11, foot, qr)
    const beside = { x: margin + qr + 4, width: width - 2 * margin - qr - 4, align: 'left' } as const
    canvas.text(texts.scan, { ...beside, y: foot + 34, size: 12, minSize: 8, maxLines: 1, weight: 'bold', color: ink })
    canvas.text(texts.address, { ...beside, y: foot + 52, size: 9.5, minSize: 6, maxLines: 3, color: soft })
    ribbon(canvas, texts, palette, margin + side / 2)
  },
}

/** What the badge is no more, on its picture. */
function ribbon(canvas: Canvas, { state }: CertificateTexts, { warning }: CardPalette, x: number): void {
  if (state === undefined) return
  const [w, h, y] = [150, 26, 40]
  canvas.ornament(rectangle(x - w / 2, y, w, h), warning)
  canvas.text(state, {
    x: x - w / 2,
    y: y + 4,
    width: w,
    size: 14,
    minSize: 8,
    maxLines: 1,
    weight: 'bold',
    color: '#ffffff',
    align: 'center',
  })
}

/** Designs that come along. */
export const certificateTemplates = { classic, modern, record } as const satisfies Record<
  (typeof certificateTemplateNames)[number],
  CertificateTemplate
>
