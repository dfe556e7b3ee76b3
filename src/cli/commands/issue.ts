import { issueBadge } from '../../issue-badge.js'
import { type SuiteName, signCredential } from '../../proof/index.js'
import type { BadgeDraft } from '../../types/draft.js'
import type { DocumentMap } from '../../types/loader.js'
import { assertNoInput, formatJson, readJsonObjectFile, say, writeResult } from '../io.js'
import { readKeyFile } from '../keys.js'

export interface IssueOptions {
  readonly key: string
  readonly suite?: readonly SuiteName[]
  readonly out?: string
  readonly now?: string
  readonly id?: string
  readonly documents?: string
}

/** Draft file to signed credential. */
export async function issue(draft: string, options: IssueOptions): Promise<void> {
  await assertNoInput(options.out, [draft, options.key, options.documents])
  const badge = await issueBadge(
    (await readJsonObjectFile(draft)) as unknown as BadgeDraft,
    await readKeyFile(options.key),
    {
      ...(options.now === undefined ? {} : { now: options.now }),
      ...(options.id === undefined ? {} : { id: options.id }),
      ...(await signing(options)),
      onWarning: ({ detail, fix }) => say(`warning: ${detail} ${fix}`),
    },
  )
  await writeResult(formatJson(badge), options.out)
}

export interface SignOptions {
  readonly key: string
  readonly suite?: readonly SuiteName[]
  readonly created?: string
  readonly verificationMethod?: string
  readonly documents?: string
  readonly out?: string
}

/** Signs a credential as it stands in its file. */
export async function sign(credential: string, options: SignOptions): Promise<void> {
  await assertNoInput(options.out, [credential, options.key, options.documents])
  const signed = await signCredential(await readJsonObjectFile(credential), await readKeyFile(options.key), {
    ...(options.created === undefined ? {} : { created: options.created }),
    ...(options.verificationMethod === undefined ? {} : { verificationMethod: options.verificationMethod }),
    ...(await signing(options)),
  })
  await writeResult(formatJson(signed), options.out)
}

async function signing({ suite, documents }: Pick<SignOptions, 'suite' | 'documents'>) {
  return {
    ...(suite === undefined ? {} : { suite: [...suite] }),
    ...(documents === undefined ? {} : { documents: (await readJsonObjectFile(documents)) as DocumentMap }),
  }
}
