/** A method and a path: what a request is matched by. */
export interface RouteRow {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** `:name` matches one segment. */
  readonly path: string
}

export interface Match<Row extends RouteRow> {
  readonly route: Row
  readonly params: Readonly<Record<string, string>>
}

/** Finds routes by path; the first of the table wins. */
export function createRouter<Row extends RouteRow>(routes: readonly Row[]): (path: string) => readonly Match<Row>[] {
  const compiled = routes.map((route) => ({ route, segments: route.path.split('/') }))
  const names = new Set(compiled.map(({ segments }) => segments[1] ?? ''))
  // Of all rows only those are held against a path that have its length and its first name, in the order of the table.
  const rowsAt = (length: number, first: string) =>
    compiled.filter(({ segments }) => segments.length === length && isFor(segments[1] ?? '', first))
  const lengths = new Set(compiled.map(({ segments }) => segments.length))
  const rows = new Map(
    [...lengths].flatMap((length) => [...names].map((name) => [`${length} ${name}`, rowsAt(length, name)] as const)),
  )
  return (path) => {
    const given = path.split('/')
    const first = given[1] ?? ''
    const candidates = rows.get(`${given.length} ${first}`) ?? rowsAt(given.length, first)
    return candidates.flatMap(({ route, segments }) => {
      const params: Record<string, string> = {}
      for (const [index, segment] of segments.entries()) {
        const value = given[index] ?? ''
        if (!segment.startsWith(':')) {
          if (segment !== value) return []
          continue
        }
        const decoded = decode(value)
        if (decoded === undefined || decoded === '') return []
        params[segment.slice(1)] = decoded
      }
      return [{ route, params }]
    })
  }
}

/** Whether a segment of a row, a name or any, is for this one. */
const isFor = (segment: string, given: string): boolean => segment === given || segment.startsWith(':')

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment)
  } catch {
    return undefined
  }
}
