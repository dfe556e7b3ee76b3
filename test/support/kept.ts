import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = new URL('../../', import.meta.url)

/** Set by `--write` of the command that keeps the file; see test/support/keep.mjs. */
const writing = process.env.BADGEWRIGHT_WRITE_KEPT === '1'

/** Lines that are told of by name before the rest is only counted. */
const SHOWN = 20

/**
 * Holds lines against a file of the project that keeps them, or writes that file anew when its command is given `--write`.
 * Returns what differs, in a form short enough to be read, or nothing.
 */
export function differencesFromKept(path: string, lines: readonly string[], command: string): string {
  const file = fileURLToPath(new URL(path, root))
  if (writing) {
    writeFileSync(file, `${lines.join('\n')}\n`)
    return ''
  }
  const kept = existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : []
  const [before, after] = [new Set(kept), new Set(lines)]
  const changes = [
    ...kept.filter((line) => !after.has(line)).map((line) => `- ${line}`),
    ...lines.filter((line) => !before.has(line)).map((line) => `+ ${line}`),
  ].toSorted((a, b) => (a.slice(2) < b.slice(2) ? -1 : 1))
  if (changes.length === 0 && kept.length === lines.length) return ''
  const more = changes.length > SHOWN ? `\n… and ${changes.length - SHOWN} more` : ''
  return `${path} keeps something else:\n${changes.slice(0, SHOWN).join('\n')}${more}\nIf every one of these is meant: ${command} -- --write, and give the reason in the commit.`
}
