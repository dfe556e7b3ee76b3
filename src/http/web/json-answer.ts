import { directResponse } from '../../internal/direct-body.js'
import { formatJson } from './json-text.js'
import { type Surroundings, securityHeaders } from './respond.js'

/** For clients that are pages of other sites; only for what follows from no cookie. */
export const readableEverywhere = {
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
} as const

/** JSON for a program, which nobody keeps; `undefined` is an answer without a body. */
export const jsonAnswer = (
  surroundings: Surroundings,
  body: unknown,
  {
    status = 200,
    headers = {},
  }: { readonly status?: number; readonly headers?: Readonly<Record<string, string>> } = {},
): Response =>
  directResponse(body === undefined ? '' : formatJson(body), {
    status,
    headers: {
      ...securityHeaders(surroundings),
      'content-type': 'application/json',
      'cache-control': 'no-store',
      ...headers,
    },
  })
