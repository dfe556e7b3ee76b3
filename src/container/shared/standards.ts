import type { BakeStandard } from './types.js'

/** Where each standard puts its credential. `ob1` has the places of `ob2`; its text, a URL, tells them apart. */
interface Place {
  readonly standard: BakeStandard
  /** Keyword of the PNG text chunk. */
  readonly keyword: string
  /** Namespace and local name of the SVG element. */
  readonly namespace: string
  readonly element: string
}

/** Open Badges 3.0 §5.3, the only place that is written. */
export const ob3Place = {
  standard: 'ob3',
  keyword: 'openbadgecredential',
  namespace: 'https://purl.imsglobal.org/ob/v3p0',
  element: 'credential',
} as const satisfies Place

/** All places that are read and stripped, the preferred one first. */
export const places: readonly Place[] = [
  ob3Place,
  // Constants of the 1EdTech validator; CLR 2.0 has the same baking rules.
  {
    standard: 'clr2',
    keyword: 'clrcredential',
    namespace: 'https://purl.imsglobal.org/clr/v2p0',
    element: 'credential',
  },
  // Open Badges 2.0 baking specification.
  { standard: 'ob2', keyword: 'openbadges', namespace: 'http://openbadges.org', element: 'assertion' },
]
