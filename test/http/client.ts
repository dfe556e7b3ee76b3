import { type DefaultTreeAdapterMap, parse } from 'parse5'

type Node = DefaultTreeAdapterMap['node']
type Element = DefaultTreeAdapterMap['element']

export const elements = (markup: string): Element[] => {
  const found: Element[] = []
  const walk = (node: Node): void => {
    if ('tagName' in node) found.push(node)
    if ('content' in node) walk(node.content)
    if ('childNodes' in node) for (const child of node.childNodes) walk(child)
  }
  walk(parse(markup))
  return found
}

export const attribute = (element: Element, name: string): string | undefined =>
  element.attrs.find((row) => row.name === name)?.value

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

/** What a browser without JavaScript does: keeps cookies, follows redirects, sends forms with their hidden fields. */
export function browser(
  handler: (request: Request) => Promise<Response>,
  base = 'https://badges.example/app',
  headers: Readonly<Record<string, string>> = {},
) {
  const jar = new Map<string, string>()
  const send = async (url: string, init: RequestInit = {}): Promise<Answer> => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await handler(
      new Request(url.startsWith('http') ? url : new URL(url, base).href, {
        ...init,
        headers: {
          accept: 'text/html',
          ...headers,
          ...(cookie === '' ? {} : { cookie }),
          ...(init.headers as Record<string, string>),
        },
      }),
    )
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (/max-age=0/i.test(line)) jar.delete(name)
      else jar.set(name, value)
    }
    const { status, headers: answered } = response
    const bytes = new Uint8Array(await response.arrayBuffer())
    let text: string | undefined
    return {
      status,
      headers: answered,
      // Of a picture nobody asks.
      get text() {
        text ??= new TextDecoder().decode(bytes)
        return text
      },
    }
  }
  const follow = async (answer: Answer): Promise<Answer> => {
    const to = answer.headers.get('location')
    return answer.status === 303 && to !== null ? get(to) : answer
  }
  const prefix = new URL(base).pathname.replace(/\/$/, '')
  const get = (path: string, more: Readonly<Record<string, string>> = {}): Promise<Answer> =>
    send(path.startsWith('http') || path.startsWith(`${prefix}/`) ? path : prefix + path, { headers: more })
  /** Presses a button of a page: `action` is a part of the form's address. */
  const submit = async (
    page: Answer,
    action: string,
    values: Readonly<Record<string, string | File>> = {},
    more: Readonly<Record<string, string>> = { 'sec-fetch-site': 'same-origin' },
  ): Promise<Answer> => {
    const form = elements(page.text).find(
      (row) =>
        row.tagName === 'form' && attribute(row, 'action')?.includes(action) && attribute(row, 'method') === 'post',
    )
    if (form === undefined) throw new Error(`no form to ${action}`)
    const data = new FormData()
    for (const row of inside(form)) {
      const name = attribute(row, 'name')
      const isHidden = row.tagName === 'input' && attribute(row, 'type') === 'hidden'
      if (isHidden && name !== undefined) data.set(name, attribute(row, 'value') ?? '')
    }
    for (const [name, value] of Object.entries(values)) data.set(name, value)
    const isMultipart = attribute(form, 'enctype') === 'multipart/form-data'
    const body = isMultipart ? data : new URLSearchParams([...data].map(([name, value]) => [name, String(value)]))
    return send(attribute(form, 'action') ?? '', { method: 'POST', body, headers: more })
  }
  return { jar, send, get, follow, submit }
}

function inside(element: Element): Element[] {
  return element.childNodes.flatMap((child) => ('tagName' in child ? [child, ...inside(child)] : []))
}
