import { setTimeout as wait } from 'node:timers/promises'
import { isBadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import type { JsonObject } from '../../types/json.js'
import { readDocuments, say, writeResult } from '../core/io.js'
import type { Surroundings } from '../core/surroundings.js'
import { dropNextKey, keepNextKey, nextKey } from '../serve/key-files.js'
import { type DataOptions, withData } from '../serve/open-data.js'

export interface KeysOptions extends DataOptions {
  readonly documents?: string
}

const known = async (options: KeysOptions, around: Surroundings): Promise<{ documents?: Record<string, JsonObject> }> =>
  (await readDocuments(options, around)) as { documents?: Record<string, JsonObject> }

/** The keys of a server, one a line: state, id, since when it is published. */
export async function keysList(options: DataOptions, around: Surroundings): Promise<void> {
  const { keys } = await withData(options, around, ({ service }) => service.keys.list())
  const lines = keys.map(({ state, id, publishedAt = '' }) => `${state.padEnd(8)} ${id} ${publishedAt}`.trimEnd())
  await writeResult(`${lines.join('\n')}\n`, undefined, around)
}

/** Verifies all that is stored with the keys that are published. */
export async function keysCheck(options: KeysOptions, around: Surroundings): Promise<void> {
  const given = await known(options, around)
  const { badges, lists } = await naming(around, () =>
    withData(options, around, ({ service }) => service.keys.check(given)),
  )
  await writeResult(`${badges} badges and ${lists} status lists verify.\n`, undefined, around)
}

/**
 * Makes a key, publishes it, waits until verifiers know it, and lets it sign. A run that was ended, by whatever, is
 * finished by the next; the server may run meanwhile.
 */
export async function keysRotate(
  options: KeysOptions & { readonly lead?: number },
  around: Surroundings,
): Promise<void> {
  const given = await known(options, around)
  await naming(around, () =>
    withData(options, around, async ({ data, secrets, service }) => {
      const { signing: before } = await service.keys.list()
      const signer = await nextKey(data, secrets.key, around)
      const { signing, keys } = await service.keys.list()
      if (signer === undefined || (signing !== before && signing !== signer.id)) {
        // Another run has rotated meanwhile, which is what was asked for.
        if (signer !== undefined && keys.every(({ id }) => id !== signer.id)) await dropNextKey(data)
        return writeResult(signsNow(signing), undefined, around)
      }
      for (;;) {
        const report = await service.keys.rotate({ signer, ...given, ...defined({ leadSeconds: options.lead }) })
        if (report.switched) {
          await keepNextKey(data, signer)
          return writeResult(signsNow(signer.id), undefined, around)
        }
        const readyAt = Date.parse(report.readyAt ?? '')
        say(
          `${signer.id} is published, and signs from ${report.readyAt} on. Ended before, the next run goes on.`,
          around,
        )
        await wait(Math.max(0, readyAt - Date.now()) + 10)
      }
    }),
  )
}

const signsNow = (id: string): string => `${id} signs now. What signed before stays published.\n`

/** Publishes a key no longer, if no stored badge needs it. */
export async function keysRemove(id: string, options: KeysOptions, around: Surroundings): Promise<void> {
  const given = await known(options, around)
  const { badges } = await naming(around, () =>
    withData(options, around, ({ service }) => service.keys.remove({ id, ...given })),
  )
  await writeResult(`${id} is published no longer; ${badges} badges verify without it.\n`, undefined, around)
}

/** Says which badges are meant before the error itself. */
async function naming<T>(around: Surroundings, act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    if (isBadgeError(error, 'ERR_KEY_IN_USE')) {
      for (const { code, detail } of error.problems ?? []) say(`${code}: ${detail}`, around)
    }
    throw error
  }
}
