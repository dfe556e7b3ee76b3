import { BadgeError } from '../../errors.js'
import { readCappedBody } from '../../internal/capped-body.js'
import { limits } from '../../internal/limits.js'

/** The body, read no further than `cap` bytes. */
export async function readBody(request: Request, cap: number): Promise<Uint8Array> {
  const bytes = await readCappedBody(request, cap).catch((cause: unknown) => {
    // Somebody who breaks off an upload gets no answer, and there is nothing to mend.
    throw new BadgeError('ERR_ARGUMENT_INVALID', 'The request broke off.', { cause })
  })
  if (bytes === null) throw tooLarge(cap)
  return bytes
}

const tooLarge = (cap: number): BadgeError =>
  new BadgeError('ERR_LIMIT_EXCEEDED', `The request is larger than ${cap} bytes.`)

/** What a form posted. */
export interface Fields {
  /** The first value, trimmed; empty where there is none. */
  get(name: string): string
  all(name: string): readonly string[]
  /** A file that is not empty. */
  file(name: string): Promise<Uint8Array | undefined>
  /** All files of a field that are not empty, up to a number, with the names that they were sent under. */
  files(name: string, atMost: number): Promise<readonly PostedFile[]>
  names(): readonly string[]
}

/** A file, and what the visitor calls it. */
export interface PostedFile {
  readonly name: string
  readonly bytes: Uint8Array
}

/** Reads a form, urlencoded or multipart. */
export async function readForm(request: Request, cap: number): Promise<Fields> {
  const type = request.headers.get('content-type') ?? ''
  if (!/^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i.test(type)) {
    return noFields
  }
  const bytes = await readBody(request, cap)
  try {
    return fieldsOf(await new Response(bytes as BodyInit, { headers: { 'content-type': type } }).formData())
  } catch (cause) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', 'The form could not be read.', { cause })
  }
}

function fieldsOf(data: FormData): Fields {
  const entries = [...data.entries()]
  if (entries.length > limits.postedFields) {
    throw new BadgeError('ERR_LIMIT_EXCEEDED', `A form has at most ${limits.postedFields} fields.`)
  }
  const texts = (name: string): string[] =>
    data.getAll(name).flatMap((value) => (typeof value === 'string' ? [value] : []))
  return {
    get: (name) => (texts(name)[0] ?? '').trim(),
    all: texts,
    async file(name) {
      const value = data.get(name)
      if (value === null || typeof value === 'string' || value.size === 0) return undefined
      return new Uint8Array(await value.arrayBuffer())
    },
    async files(name, atMost) {
      const found: PostedFile[] = []
      for (const value of data.getAll(name)) {
        if (typeof value === 'string' || value.size === 0 || found.length === atMost) continue
        found.push({ name: value.name, bytes: new Uint8Array(await value.arrayBuffer()) })
      }
      return found
    },
    names: () => [...new Set(entries.map(([name]) => name))],
  }
}

/** Of a request that posts nothing. */
export const noFields: Fields = {
  get: () => '',
  all: () => [],
  file: () => Promise.resolve(undefined),
  files: () => Promise.resolve([]),
  names: () => [],
}
