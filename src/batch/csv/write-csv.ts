/** What begins a formula, for programs that take a cell for one (OWASP, "CSV Injection"). */
const FORMULA = /^[=+\-@\t\r\n|%]/

/** A cell as a table has it: quoted where it must be, and never read as a formula. */
function cellOf(value: string | number, separator: string): string {
  if (typeof value === 'number') return String(value)
  const safe = FORMULA.test(value) ? `'${value}` : value
  return safe.includes(separator) || /["\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Languages whose spreadsheets take the comma for a decimal sign, and therefore another one for a separator. */
const WITH_SEMICOLON = /^(?:de|es|fr)\b/

/**
 * A table for spreadsheets (RFC 4180): UTF-8 with a byte order mark, without which Excel guesses another encoding, and with the
 * separator that they expect in this language.
 */
export function writeCsv(rows: Iterable<readonly (string | number)[]>, locale = 'en'): string {
  const separator = WITH_SEMICOLON.test(locale) ? ';' : ','
  const lines = Array.from(rows, (row) => row.map((value) => cellOf(value, separator)).join(separator))
  return `\ufeff${lines.map((line) => `${line}\r\n`).join('')}`
}
