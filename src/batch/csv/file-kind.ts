import { isUtf16 } from './encoding.js'

/** What a file is that is not CSV. `binary` has no better name. */
export type FileKind = 'XLSX' | 'XLS' | 'ODS' | 'PDF' | 'HTML' | 'binary'

const latin1 = new TextDecoder('latin1')
const ZIP = 'PK\u0003\u0004'
const OLE = '\u00d0\u00cf\u0011\u00e0'
const ODS = 'mimetypeapplication/vnd.oasis.opendocument.spreadsheet'
/** Where the name of the first file of a ZIP archive begins. */
const ZIP_NAME = 30
const LONGEST_SIGNATURE = ZIP_NAME + ODS.length
/** Bytes within which every signature but that of a ZIP archive ends. */
const SHORT = 8
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it looks for.
const CONTROL = /[\0-\x08\x0e-\x1f]/

/** Whether that much of a file, with more to come, is too little to tell. */
export const isTooShort = (head: Uint8Array): boolean =>
  head.length < SHORT || (head.length < LONGEST_SIGNATURE && latin1.decode(head.subarray(0, ZIP.length)) === ZIP)

/** Tells by its first bytes what a file is that cannot be CSV. */
export function fileKindOf(head: Uint8Array): FileKind | undefined {
  const text = latin1.decode(head.subarray(0, 1024))
  if (text.startsWith(ZIP)) return text.startsWith(ODS, ZIP_NAME) ? 'ODS' : 'XLSX'
  if (text.startsWith(OLE)) return 'XLS'
  if (text.startsWith('%PDF-')) return 'PDF'
  // Some systems export a page under the name of a spreadsheet.
  if (/^(?:\u00ef\u00bb\u00bf)?\s*<[!?a-z]/i.test(text)) return 'HTML'
  if (isUtf16(head)) return undefined
  // A control character further down costs its row only.
  const [firstLine = ''] = text.trimStart().split(/[\r\n]/, 1)
  return CONTROL.test(text.slice(0, SHORT)) || CONTROL.test(firstLine) ? 'binary' : undefined
}

const names: Readonly<Record<FileKind, string>> = {
  XLSX: 'The file is an Excel workbook (.xlsx) or another ZIP archive',
  XLS: 'The file is an Excel workbook (.xls)',
  ODS: 'The file is an OpenDocument spreadsheet (.ods)',
  PDF: 'The file is a PDF',
  HTML: 'The file is HTML or XML',
  binary: 'The file is binary, or UTF-16 without a byte order mark',
}

/** One sentence on what the file is and what to do. */
export const notCsv = (kind: FileKind): string =>
  `${names[kind]}, not CSV; in the spreadsheet, save the table as "CSV UTF-8" and use that file.`
