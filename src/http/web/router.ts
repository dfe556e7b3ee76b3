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
  return (path) => {
    const given = path.split('/')
    return compiled.flatMap(({ route, segments }) => {
      if (segments.length !== given.length) return []
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

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment)
  } catch {
    return undefined
  }
}
