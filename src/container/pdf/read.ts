import { BadgeError, isBadgeError } from '../../errors.js'
import { fileLimits } from '../../internal/file-limits.js'
import { inflateCapped } from '../../internal/inflate.js'
import { corrupt } from './corrupt.js'
import {
  type Budget,
  createParser,
  isDict,
  isKeyword,
  isKind,
  type Keyword,
  type PdfDict,
  type PdfStream,
  type PdfValue,
} from './parse.js'

/** The objects of a PDF. */
export interface PdfFile {
  readonly catalog: PdfDict
  /** Words between the objects that should not be there. */
  readonly strays: number
  /** The value itself where it is a reference. `undefined` for what is not there. */
  resolve(value: PdfValue | undefined): PdfValue | undefined
  /** The unpacked data of a stream. Throws `ERR_PDF_CORRUPT`, `ERR_LIMIT_EXCEEDED`. */
  dataOf(stream: PdfStream, maxBytes: number): Promise<Uint8Array>
}

// One character for each byte; which ones above ASCII does not matter here.
const latin1 = new TextDecoder('latin1')

/**
 * Reads the objects of a PDF from the first byte to the last; where one is defined twice, the later one counts, as in
 * files that were changed. The tables of positions are not needed for that, and nothing is unpacked but object streams,
 * within fileLimits.
 *
 * Made for files of strangers: libraries for PDF look things up again and again, build what a file of 200 bytes asks
 * for, and keep names for good.
 *
 * Throws `ERR_LIMIT_EXCEEDED`, `ERR_PDF_CORRUPT`.
 */
export async function readPdf(bytes: Uint8Array): Promise<PdfFile> {
  if (bytes.length > fileLimits.pdfBytes) {
    throw new BadgeError('ERR_LIMIT_EXCEEDED', `A PDF has at most ${fileLimits.pdfBytes} bytes.`)
  }
  const source: Source = {
    bytes,
    text: latin1.decode(bytes),
    budget: { values: fileLimits.pdfValues },
    room: fileLimits.pdfTableBytes,
    tables: fileLimits.pdfTables,
    strays: 0,
    objects: new Map(),
    trailer: new Map(),
  }
  await scan(source)
  const { objects, trailer } = source
  if ((trailer.get('Encrypt') ?? null) !== null) {
    throw new BadgeError('ERR_PDF_CORRUPT', 'The PDF is encrypted; save it without a password.')
  }
  const resolve = resolver(objects)
  const catalog = catalogOf(resolve(trailer.get('Root')), objects)
  return {
    catalog,
    strays: source.strays,
    resolve,
    dataOf: (stream, maxBytes) => dataOf(source, stream, maxBytes),
  }
}

interface Source {
  readonly bytes: Uint8Array
  readonly text: string
  readonly budget: Budget
  /** Bytes that object streams may still unpack to. */
  room: number
  /** Object streams that may still come. */
  tables: number
  strays: number
  readonly objects: Map<number, PdfValue>
  readonly trailer: Map<string, PdfValue>
}

const resolver =
  (objects: ReadonlyMap<number, PdfValue>) =>
  (value: PdfValue | undefined): PdfValue | undefined => {
    let target = value
    for (let step = 0; isKind(target, 'ref'); step += 1) {
      if (step >= fileLimits.pdfReferences) return undefined
      target = objects.get(target.number)
    }
    return target
  }

function catalogOf(root: PdfValue | undefined, objects: ReadonlyMap<number, PdfValue>): PdfDict {
  if (isDict(root)) return root
  // Without a trailer there is still the object that says what it is.
  let found: PdfDict | undefined
  for (const value of objects.values()) if (isDict(value) && isNamed(value.get('Type'), 'Catalog')) found = value
  if (found === undefined) throw corrupt()
  return found
}

const isNamed = (value: PdfValue | undefined, name: string): boolean => isKind(value, 'name') && value.name === name

/** Words between objects; `n` and `f` are in tables of positions. */
const WORDS: readonly string[] = ['endobj', 'xref', 'n', 'f', 'trailer', 'startxref']

/** Values between two words: where a table of positions has a new section. */
const LONGEST_ROW = 4

/** Goes through the file once: `1 0 obj … endobj`, streams, trailers. What is none of that is passed over. */
async function scan(source: Source): Promise<void> {
  const { bytes, text, budget, objects, trailer } = source
  const parser = createParser(bytes, text, budget)
  let values: PdfValue[] = []
  let number: number | undefined
  let word = ''
  let row = 0
  const close = () => {
    const [value] = values
    if (number !== undefined && value !== undefined) objects.set(number, value)
    number = undefined
    values = []
  }
  for (let value = parser.next(); value !== undefined; value = parser.next()) {
    if (!isKeyword(value)) {
      if (word === 'trailer' && isDict(value)) for (const [name, entry] of value) trailer.set(name, entry)
      row += 1
      if (row > LONGEST_ROW) source.strays += 1
      // The value of an object, and where its end is missing the two numbers of the next one.
      values = [...(values.length < 3 ? values : values.slice(1)), value]
    } else if (value.keyword === 'obj') {
      const of = values.at(-2)
      if (number !== undefined && values.length === 3) close()
      number = typeof of === 'number' ? of : undefined
      values = []
    } else if (value.keyword === 'R') {
      const [to] = values
      values = typeof to === 'number' ? [{ kind: 'ref', number: to }] : []
    } else if (value.keyword === 'stream') {
      const [dict] = values
      if (!isDict(dict)) throw corrupt()
      const stream = streamAt(source, dict, parser.position)
      parser.position = stream.end + 'endstream'.length
      values = [stream]
      close()
      if (isNamed(dict.get('Type'), 'XRef')) readPositions(source, dict)
      if (isNamed(dict.get('Type'), 'ObjStm')) await unfold(source, stream)
    } else {
      if (!WORDS.includes(value.keyword)) source.strays += 1
      close()
    }
    word = isKeyword(value) ? value.keyword : ''
    if (isKeyword(value)) row = 0
  }
  close()
}

/** Of a table of positions that is a stream, only what it says of the document; and that it is no larger than a file can be. */
function readPositions({ trailer, objects }: Source, dict: PdfDict): void {
  const resolve = resolver(objects)
  const index = resolve(dict.get('Index'))
  const counts = Array.isArray(index) ? index.filter((_, i) => i % 2 === 1) : [dict.get('Size')]
  const rows = counts.map(resolve).reduce<number>((sum, count) => sum + (typeof count === 'number' ? count : 0), 0)
  if (!(rows <= fileLimits.pdfValues)) {
    throw new BadgeError('ERR_LIMIT_EXCEEDED', `A PDF has at most ${fileLimits.pdfValues} objects.`)
  }
  for (const [name, entry] of dict) trailer.set(name, entry)
}

/** ISO 32000-1 §7.3.8: the data begins behind the line end, and is as long as the dictionary says. */
function streamAt(source: Source, dict: PdfDict, after: number): PdfStream {
  const { text } = source
  const start = after + (text.startsWith('\r\n', after) ? 2 : /[\r\n]/.test(text[after] ?? '') ? 1 : 0)
  const said = endBy(source, dict, start)
  const end = text.indexOf('endstream', said ?? start)
  if (end < 0) throw corrupt()
  return { kind: 'stream', dict, start, end }
}

/** Where the length says that the data ends, if `endstream` is indeed there. */
function endBy({ text, objects }: Source, dict: PdfDict, start: number): number | undefined {
  const length = resolver(objects)(dict.get('Length'))
  if (typeof length !== 'number' || !Number.isInteger(length) || length < 0) return undefined
  return /^\s{0,4}endstream/.test(text.slice(start + length, start + length + 13)) ? start + length : undefined
}

async function dataOf(source: Source, stream: PdfStream, maxBytes: number): Promise<Uint8Array> {
  const { bytes, text, objects } = source
  const { dict, start, end } = stream
  const lineEnd = /(?:\r\n|\r|\n)$/.exec(text.slice(Math.max(start, end - 2), end))?.[0].length ?? 0
  const packed = bytes.subarray(start, endBy(source, dict, start) ?? end - lineEnd)
  const resolve = resolver(objects)
  const filter = resolve(dict.get('Filter')) ?? []
  const filters = (Array.isArray(filter) ? filter : [filter]).map(resolve)
  if (filters.length === 0) {
    if (packed.length > maxBytes) {
      throw new BadgeError('ERR_LIMIT_EXCEEDED', `A part of the PDF may have at most ${maxBytes} bytes.`)
    }
    return packed
  }
  if (
    filters.length > 1 ||
    !isNamed(filters[0], 'FlateDecode') ||
    (resolve(dict.get('DecodeParms')) ?? null) !== null
  ) {
    throw new BadgeError('ERR_PDF_CORRUPT', 'A part of the PDF is packed in a way that is not read; save it again.')
  }
  try {
    // Many writers leave a line end or a wrong checksum behind the data, which readers of PDF pass over.
    return await inflateCapped(packed, 'deflate', maxBytes, 'prefix')
  } catch (cause) {
    throw isBadgeError(cause) ? cause : corrupt(cause)
  }
}

/** The objects of an object stream (ISO 32000-1 §7.5.7). */
async function unfold(source: Source, stream: PdfStream): Promise<void> {
  source.tables -= 1
  if (source.tables < 0) {
    throw new BadgeError('ERR_LIMIT_EXCEEDED', `A PDF has at most ${fileLimits.pdfTables} object streams.`)
  }
  const data = await dataOf(source, stream, source.room)
  source.room -= data.length
  const resolve = resolver(source.objects)
  const [count, first] = [resolve(stream.dict.get('N')), resolve(stream.dict.get('First'))]
  if (typeof count !== 'number' || typeof first !== 'number') throw corrupt()
  const parser = createParser(data, latin1.decode(data), source.budget)
  const places: [number, number][] = []
  for (let i = 0; i < count; i += 1) {
    const [number, offset] = [parser.next(), parser.next()]
    if (typeof number !== 'number' || typeof offset !== 'number') throw corrupt()
    places.push([number, first + offset])
  }
  for (const [number, at] of places) {
    // Objects that lie over each other would be read again and again.
    if (!Number.isInteger(at) || at < parser.position) throw corrupt()
    parser.position = at
    const value = parser.next() as PdfValue | Keyword | undefined
    if (value === undefined || isKeyword(value)) throw corrupt()
    source.objects.set(number, value)
  }
}
