/**
 * The learner's journey as web pages, and the HTTP API beside it.
 *
 * @module badgewright/http
 */

export type { PageTexts } from '../texts/index.js'
export { hashApiToken } from './api/token.js'
export { createHandler } from './create-handler.js'
export type {
  BadgeHandler,
  HandlerOptions,
  ShareSettings,
  VcApiOptions,
} from './site/types.js'
