import type { BrandTexts } from '../brand/index.js'

/** How the service's own issuer appears, as an owner set it on the pages: collection `brands`, one record. */
export interface BrandRecord {
  readonly schemaVersion: 1
  readonly brand: BrandTexts
  /** As it was cleaned; `drawn` is a drawing as a PNG, for mails. */
  readonly logo?: {
    readonly format: 'png' | 'jpg' | 'svg'
    readonly base64: string
    readonly drawn?: { readonly format: 'png' | 'jpg'; readonly base64: string }
  }
  readonly changedAt: string
}
