import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'

/** Every name of the demo, in many scripts. */
export const demoNames: readonly string[] = [
  ...new Set(
    (
      parse(readFileSync('examples/recipients.csv'), { bom: true, columns: true, trim: true }) as { name: string }[]
    ).map(({ name }) => name),
  ),
]
