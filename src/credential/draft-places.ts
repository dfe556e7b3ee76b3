/**
 * Remembers where in the draft each part of the credential came from, so that a finding about the credential can point
 * into the draft.
 */
export interface Places {
  /** The part at `out` of the credential is at `at` in the draft. */
  readonly moved: (out: string, at: string) => void
  /** The part at `out`, with all that is inside, comes from one plain value at `at`. */
  readonly expanded: (out: string, at: string) => void
  /** A pointer into the credential as one into the draft. */
  readonly toDraft: (out: string) => string
}

export function places(): Places {
  const known = new Map<string, { readonly at: string; readonly whole: boolean }>()
  return {
    moved: (out, at) => {
      if (out !== at) known.set(out, { at, whole: false })
    },
    expanded: (out, at) => {
      known.set(out, { at, whole: true })
    },
    toDraft: (out) => {
      for (let end = out.length; end > 0; end = out.lastIndexOf('/', end - 1)) {
        const place = known.get(out.slice(0, end))
        if (place !== undefined) return place.whole ? place.at : place.at + out.slice(end)
      }
      return out
    },
  }
}
