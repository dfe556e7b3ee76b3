import { createInterface } from 'node:readline'
import { BadgeError, isBadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { isJsonObject } from '../../internal/json.js'
import { parseJsonText } from '../../internal/json-text.js'
import { limits } from '../../internal/limits.js'
import type { JsonValue } from '../../types/json.js'
import { say } from '../core/io.js'
import { readKeyFile } from '../core/keys.js'
import type { Surroundings } from '../core/surroundings.js'
import { type RpcContext, rpcMethods } from '../rpc/methods.js'

/** Characters of one request: a picture in base64 and a badge. */
const MAX_LINE = Math.ceil((limits.pngBytes * 4) / 3) + limits.jsonBytes

/** One request a line on standard input, one answer a line on standard output, in the order of the requests. */
export async function rpc(options: { readonly key?: string }, around: Surroundings): Promise<void> {
  const context: RpcContext = { key: options.key === undefined ? undefined : await readKeyFile(options.key, around) }
  for await (const line of createInterface({ input: around.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.trim() === '') continue
    await print(await answer(line, context, around), around)
  }
}

async function answer(line: string, context: RpcContext, around: Surroundings): Promise<object> {
  let id: JsonValue = null
  try {
    if (line.length > MAX_LINE)
      throw new BadgeError('ERR_LIMIT_EXCEEDED', `A request has at most ${MAX_LINE} characters.`)
    const request = parseJsonText(line, { bytes: MAX_LINE })
    if (!isJsonObject(request)) throw new BadgeError('ERR_USAGE', 'A request is a JSON object on one line.')
    id = request.id ?? null
    const { method, params = {} } = request
    const run = typeof method === 'string' && Object.hasOwn(rpcMethods, method) ? rpcMethods[method] : undefined
    if (run === undefined) throw new BadgeError('ERR_USAGE', `Known methods are ${Object.keys(rpcMethods).join(', ')}.`)
    if (!isJsonObject(params)) throw new BadgeError('ERR_USAGE', '"params" must be a JSON object.')
    return { id, result: await run(params, context) }
  } catch (error) {
    return { id, error: toError(error, around) }
  }
}

function toError(error: unknown, around: Surroundings): object {
  if (isBadgeError(error)) {
    return {
      code: error.code,
      message: error.message,
      ...defined({ problems: error.problems }),
    }
  }
  say(error instanceof Error ? `${error.name}: ${error.message}` : String(error), around)
  return { code: 'ERR_INTERNAL', message: 'badgewright itself failed; please report it.' }
}

const print = (value: object, { stdout }: Surroundings): Promise<void> =>
  new Promise((resolve, reject) => {
    stdout.write(`${JSON.stringify(value)}\n`, (error) => (error ? reject(error) : resolve()))
  })
