/**
 * A reader of Prometheus text (version 0.0.4) by its specification and by nothing of ours: it throws at what a scraper would
 * refuse.
 */
export interface Family {
  readonly type: string
  readonly help: string
  readonly samples: {
    readonly name: string
    readonly labels: Readonly<Record<string, string>>
    readonly value: number
  }[]
}

const unescaped = (text: string, quotes: boolean): string =>
  text.replace(/\\(.)/g, (_, letter: string) => {
    if (letter === 'n') return '\n'
    if (letter === '\\' || (quotes && letter === '"')) return letter
    throw new Error(`\\${letter} is not an escape`)
  })

export function readExposition(text: string): Map<string, Family> {
  if (!text.endsWith('\n')) throw new Error('the last line must end with a line feed')
  const families = new Map<string, Family>()
  const seen = new Set<string>()
  let current: (Family & { readonly name: string }) | undefined
  let help: readonly [string, string] | undefined
  for (const line of text.slice(0, -1).split('\n')) {
    const helped = /^# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)$/.exec(line)
    if (helped !== null) {
      help = [helped[1] ?? '', unescaped(helped[2] ?? '', false)]
      continue
    }
    const typed = /^# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram|summary|untyped)$/.exec(line)
    if (typed !== null) {
      const [, name = '', type = ''] = typed
      if (families.has(name)) throw new Error(`${name} comes twice`)
      if (help?.[0] !== name) throw new Error(`${name} has no HELP`)
      current = { name, type, help: help[1], samples: [] }
      families.set(name, current)
      continue
    }
    const read = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$/.exec(line)
    if (read === null) throw new Error(`not a line of the format: ${line}`)
    const [, name = '', inside = '', number = ''] = read
    const base = current?.type === 'histogram' ? name.replace(/_(bucket|sum|count)$/, '') : name
    if (current === undefined || base !== current.name) throw new Error(`${name} is not under its TYPE`)
    if (seen.has(line.slice(0, line.lastIndexOf(' ')))) throw new Error(`${line} comes twice`)
    seen.add(line.slice(0, line.lastIndexOf(' ')))
    const labels: Record<string, string> = {}
    for (let rest = inside; rest !== ''; ) {
      const label = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\.)*)"(,|$)/.exec(rest)
      if (label === null) throw new Error(`not labels: ${inside}`)
      labels[label[1] ?? ''] = unescaped(label[2] ?? '', true)
      rest = rest.slice(label[0].length)
    }
    const value = { '+Inf': Number.POSITIVE_INFINITY, '-Inf': Number.NEGATIVE_INFINITY, NaN: Number.NaN }[number]
    if (value === undefined && (number === '' || !Number.isFinite(Number(number))))
      throw new Error(`not a value: ${line}`)
    current.samples.push({ name, labels, value: value ?? Number(number) })
  }
  for (const [name, { type, samples }] of families) if (type === 'histogram') checkHistogram(name, samples)
  return families
}

/** Buckets count up, and the last one is all. */
function checkHistogram(name: string, samples: Family['samples']): void {
  const bySeries = new Map<string, { buckets: [number, number][]; count?: number }>()
  for (const sample of samples) {
    const { le, ...labels } = sample.labels
    const key = JSON.stringify(labels)
    const series = bySeries.get(key) ?? { buckets: [] }
    bySeries.set(key, series)
    if (sample.name === `${name}_bucket`) {
      series.buckets.push([le === '+Inf' ? Number.POSITIVE_INFINITY : Number(le), sample.value])
    }
    if (sample.name === `${name}_count`) series.count = sample.value
  }
  for (const { buckets, count } of bySeries.values()) {
    const rises = buckets.every(
      ([end, n], i) => i === 0 || (end > (buckets[i - 1]?.[0] ?? 0) && n >= (buckets[i - 1]?.[1] ?? 0)),
    )
    const last = buckets.at(-1)
    if (!rises || last?.[0] !== Number.POSITIVE_INFINITY || last[1] !== count)
      throw new Error(`${name} is not a histogram`)
  }
}

/** The one value of a family, or that of the sample with these labels. */
export function figureOf(
  families: Map<string, Family>,
  name: string,
  labels: Readonly<Record<string, string>> = {},
): number | undefined {
  const samples = [...families.values()].flatMap((family) => family.samples)
  return samples.find(
    (sample) => sample.name === name && Object.entries(labels).every(([label, text]) => sample.labels[label] === text),
  )?.value
}
