import { limits } from '../../internal/limits.js'
import type { TextKey, Values } from '../../texts/index.js'
import type { CheckConfig } from '../site/answer/config.js'
import { button, icon } from '../site/ui.js'
import { attributes, type Html, html, ownMarkup } from '../web/html.js'

export interface CheckPageView {
  /** What the page's program reads. */
  readonly config: CheckConfig
  /** Where the form goes, and what shows that it came from here; absent in a page that is one file, which sends nothing. */
  readonly post?: { readonly action: string; readonly csrf: Html | undefined }
  readonly address?: string | undefined
  readonly recipient?: string | undefined
  /** What is wrong with the address. */
  readonly problem?: string | undefined
  readonly results?: Html | undefined
}

type Say = (key: TextKey, values?: Values) => string

/** Files that the chooser offers: whatever may hold a badge, and pictures of QR codes. */
const ACCEPT = '.png,.svg,.pdf,.json,.jsonld,.jwt,.txt,image/*,application/pdf,application/json'

/**
 * The page where anybody checks badges. With scripts, files are read on the visitor's device; without, the same form goes
 * to the server, which gives the same answers.
 */
export function checkBody(t: Say, view: CheckPageView): Html {
  const { post, results } = view
  return html`<div class="narrow stack-wide check"><div class="stack no-print"><h1>${t('verify.title')}</h1><p class="lead">${t(post === undefined ? 'verify.leadAlone' : 'verify.lead')}</p></div>
${post !== undefined && html`<noscript><div class="notice no-print">${t('verify.noScript')}</div></noscript>`}
<form id="verify" class="stack no-print"${attributes({
    action: post?.action,
    method: post === undefined ? undefined : 'post',
    enctype: post === undefined ? undefined : 'multipart/form-data',
  })}>${post?.csrf}
<div class="drop" id="drop">${icon('file')}<label for="file"><strong>${t('verify.drop')}</strong></label><span class="hint" id="file-hint">${t('verify.formats', { count: limits.checkedFiles })}</span><input id="file" name="file" type="file" multiple accept="${ACCEPT}" aria-describedby="file-hint"></div>
${camera(t)}
${post !== undefined && addressField(t, view)}
<details><summary>${t('verify.paste')}</summary><div class="field"><label for="text">${t('verify.paste')}</label><textarea id="text" name="text" dir="ltr" spellcheck="false" autocomplete="off"></textarea></div></details>
${recipientField(t, view)}
<p class="row">${button(t('verify.button'), { large: true, name: 'do', value: 'check' })}</p></form>
<div id="result" class="stack-wide" role="status" aria-live="polite" tabindex="-1">${results}</div>${data(view.config)}</div>`
}

/** For the program to read: not a script, and written so that nothing in it ends the element. */
const data = (config: CheckConfig): Html =>
  ownMarkup(`<script type="application/json" id="config">${JSON.stringify(config).replaceAll('<', '\\u003c')}</script>`)

/** Shown by the program, where the browser has a camera: first it says what the browser will ask, and why. */
const camera = (t: Say): Html =>
  html`<div id="camera" class="stack" hidden><details><summary>${t('verify.camera')}</summary><p>${t('verify.cameraWhy')}</p><p class="row"><button type="button" class="button second" id="camera-start">${t('verify.cameraStart')}</button><button type="button" class="button quiet" id="camera-stop" hidden>${t('verify.cameraStop')}</button></p><p id="camera-status" role="status"></p><video id="camera-view" playsinline muted hidden></video></details></div>`

function addressField(t: Say, { address, problem }: CheckPageView): Html {
  const described = problem === undefined ? 'address-hint' : 'address-wrong address-hint'
  return html`<div class="field"><label for="address">${t('verify.address')}</label>${problem !== undefined && html`<span class="wrong" id="address-wrong">${problem}</span>`}<span class="hint" id="address-hint">${t('verify.addressHint')}</span><div class="beside"><input id="address" name="address" type="text" inputmode="url" dir="ltr" autocomplete="off" spellcheck="false"${attributes(
    {
      value: address,
      maxlength: limits.fetchUrl,
      'aria-describedby': described,
      'aria-invalid': problem === undefined ? undefined : 'true',
    },
  )}>${button(t('verify.lookUp'), { look: 'second', name: 'do', value: 'address' })}</div></div>`
}

const recipientField = (t: Say, { recipient }: CheckPageView): Html =>
  html`<div class="field"><label for="recipient">${t('verify.recipient')} <span class="soft">(${t('site.optional')})</span></label><span class="hint" id="recipient-hint">${t('verify.recipientHint')}</span><input id="recipient" name="recipient" dir="auto" autocomplete="off" aria-describedby="recipient-hint"${attributes({ value: recipient, maxlength: limits.address })}></div>`
