import type { CredentialKind } from '../../types/credential.js'
import type { PresentationVerifyOptions } from '../../verify/index.js'
import type { Surroundings } from '../core/surroundings.js'
import { type Part, partOf, reporters } from '../report/index.js'
import { verifyFile } from './verify-file.js'

/** What is asked of every file; plain data, unless something may be fetched. */
export interface Asked {
  readonly options: PresentationVerifyOptions<CredentialKind>
  readonly format: keyof typeof reporters
  readonly trustAsked: boolean
}

/** What the report says of a file. */
export async function partOfFile(
  file: string,
  { options, format, trustAsked }: Asked,
  around: Pick<Surroundings, 'stdin'>,
): Promise<Part> {
  return partOf(reporters[format], { file, ...(await verifyFile(file, options, around)) }, { trustAsked })
}
