import { CREDENTIALS_V1, CREDENTIALS_V2, OPEN_BADGES } from '../../internal/context-urls.js'
import { asArray } from '../../internal/json.js'
import type { JsonObject } from '../../types/json.js'

/** The forms that a badge is handed to wallets in. */
export const walletFormats = ['ldp_vc', 'jwt_vc_json'] as const

export type WalletFormat = (typeof walletFormats)[number]

/** One thing that a wallet can ask for: the row of `credential_configurations_supported` with this id. */
export interface WalletConfiguration {
  readonly id: string
  readonly format: WalletFormat
  /** Data model of the credential. */
  readonly model: '2.0' | '1.1'
  /** Whether it names the wallet's key as its subject. What is not bound belongs to anyone who has the file, as a download does. */
  readonly bound: boolean
}

const TYPES = ['VerifiableCredential', 'OpenBadgeCredential']

/** The contexts that a wallet may expect; a badge can have others beside them. */
const contextsOf = {
  '2.0': [CREDENTIALS_V2, OPEN_BADGES],
  '1.1': [CREDENTIALS_V1, OPEN_BADGES],
} as const

/** Every configuration: form, data model, bound or not. */
export const configurations: readonly WalletConfiguration[] = (['2.0', '1.1'] as const).flatMap((model) =>
  [true, false].flatMap((bound) =>
    walletFormats.map((format) => ({
      id: `OpenBadge_${format}${model === '2.0' ? '' : '_v1'}${bound ? '' : '_unbound'}`,
      format,
      model,
      bound,
    })),
  ),
)

export const configurationNamed = (id: unknown): WalletConfiguration | undefined =>
  configurations.find((one) => one.id === id)

/** What a wallet names the credential by: its types, and with embedded proofs its contexts too (OpenID4VCI 1.0 Appendix A.1). */
export const definitionOf = ({ format, model }: Pick<WalletConfiguration, 'format' | 'model'>): JsonObject =>
  format === 'ldp_vc' ? { '@context': [...contextsOf[model]], type: TYPES } : { type: TYPES }

/** The data model of a badge, by its base context. */
export const modelOf = (credential: { readonly '@context'?: unknown }): WalletConfiguration['model'] =>
  asArray(credential['@context'])[0] === contextsOf['1.1'][0] ? '1.1' : '2.0'

/** The ids that fit a badge, in the order in which a wallet may choose. */
export const configurationsFor = (credential: { readonly '@context'?: unknown }, bound: boolean): readonly string[] =>
  configurations.filter((one) => one.bound === bound && one.model === modelOf(credential)).map(({ id }) => id)
