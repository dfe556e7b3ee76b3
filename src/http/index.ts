/**
 * The learner's journey as web pages, and the HTTP API beside it.
 *
 * @module badgewright/http
 */
export { hashApiToken } from './api/token.js'
export { createHandler } from './create-handler.js'
export type {
  BadgeHandler,
  HandlerOptions,
  ShareSettings,
  VcApiOptions,
} from './site/types.js'
export { type PageTextOverrides, type PageTexts, type PluralText, pageTexts, type TextKey } from './texts/index.js'
