import { attributes, type Html, html } from '../web/html.js'

/**
 * A form that `browser/passkey.ts` fills in and sends: it has a field `answer`. It is hidden until the program finds that
 * the browser knows passkeys, so that without a script nobody misses anything.
 */
export const passkeyBox = (
  { kind, options, failed }: { readonly kind: 'create' | 'get'; readonly options: string; readonly failed: string },
  form: Html,
): Html =>
  html`<div${attributes({ class: 'stack', hidden: true, 'data-passkey': kind, 'data-options': options, 'data-failed': failed })}>${form}<p class="wrong" role="alert" data-passkey-status></p></div>`
