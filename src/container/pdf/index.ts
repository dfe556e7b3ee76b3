/** PDF as a container: the credential is attached as an associated file, and read again. */
import { isBadgeJws } from '../../badge/index.js'
import { BadgeError } from '../../errors.js'
import { utf8Decode } from '../../internal/bytes.js'
import { isJsonObject, parseJson } from '../../internal/json.js'
import { credentialText } from '../shared/credential-text.js'
import type { ContainerFormat, OpenContainer, Slot } from '../shared/format.js'
import { ob3Place } from '../shared/standards.js'
import { type Attachment, attachmentsOf } from './attachments.js'
import { attached, detached } from './change.js'
import { corrupt } from './corrupt.js'
import { type CredentialFile, fileNames, fileOf } from './files.js'
import { readPdf } from './read.js'

export { description as attachmentDescription } from './files.js'

/** A credential as it is attached to a PDF. Throws what `credentialText` throws. */
export const credentialFile = (credential: object | string): CredentialFile => fileOf(credentialText(credential))

/**
 * Reading takes nothing but our own code, with size, time and memory capped. Changing takes `@cantoo/pdf-lib`, and a PDF
 * with a digital signature of its own loses that.
 */
export const pdf = { open: openPdf } satisfies ContainerFormat

async function openPdf(bytes: Uint8Array): Promise<OpenContainer> {
  const file = await readPdf(bytes)
  const attachments = attachmentsOf(file)
  const named = attachments.filter(({ name }) => fileNames.includes(name))
  // The library that changes it would try every byte between the objects.
  const assertChangeable = (): void => {
    if (file.strays > 0) throw corrupt()
  }
  return {
    slots: named.map(slotOf),
    elsewhere: () => badgesIn(attachments.filter((each) => !named.includes(each))),
    async insert(text) {
      assertChangeable()
      return attached(bytes, fileOf(text))
    },
    async strip() {
      if (named.length === 0) return bytes.slice()
      assertChangeable()
      return detached(
        bytes,
        named.map(({ name }) => name),
      )
    },
  }
}

const slotOf = ({ read }: Attachment): Slot => ({
  standard: ob3Place.standard,
  findings: [],
  read: async () => textOf(await read()),
})

/** The files that are a credential by their content, up to two: that there is more than one is worth a warning. */
async function badgesIn(attachments: readonly Attachment[]): Promise<readonly string[]> {
  const found = new Set<string>()
  for (const { name, read } of attachments) {
    if (!/\.(json(ld)?|jwt|txt)$/i.test(name)) continue
    const text = textOf(await read())
    if (isBadge(text)) found.add(text)
    if (found.size > 1) break
  }
  return [...found]
}

function textOf(bytes: Uint8Array): string {
  try {
    return utf8Decode(bytes)
  } catch (cause) {
    throw new BadgeError('ERR_JSON_INVALID', 'The file in the PDF is not UTF-8 text.', { cause })
  }
}

function isBadge(text: string): boolean {
  if (isBadgeJws(text.trim())) return true
  try {
    const value = parseJson(text)
    return isJsonObject(value) && [value.type].flat().some((type) => /Credential$/.test(String(type)))
  } catch {
    return false
  }
}
