import type { Spoken } from '../texts/index.js'
import { stated } from '../texts/share/index.js'
import { type BadgeView, pageUrl } from '../view/index.js'
import { fitText } from './count.js'
import { copyFields, english, postText, speak, stateWarnings } from './link-adapter.js'
import type { PermissionPrompt, ShareAction, ShareAdapter, ShareLabels, ShareOptions } from './types.js'

/** Characters of a caption on Instagram. */
const CAPTION = 2200

/** A way to share that needs the device and no network's form. */
interface DeviceRow extends Pick<ShareAdapter, 'id' | 'source'> {
  readonly label: string | { readonly key: keyof ShareLabels }
  readonly prompt: 'clipboard' | 'sheet' | 'picture'
  readonly notes: readonly (keyof ShareLabels)[]
  act(
    view: BadgeView,
    options: ShareOptions,
    words: Spoken<ShareLabels>,
  ): Pick<ShareAction, 'kind' | 'copy' | 'data'> & Partial<Pick<ShareAction, 'fields'>>
}

const rows: readonly DeviceRow[] = [
  {
    id: 'copy-link',
    label: { key: 'copyLink' },
    source: ['https://www.w3.org/TR/clipboard-apis/'],
    prompt: 'clipboard',
    notes: [],
    act: (view) => ({ kind: 'copy', copy: pageUrl(view.url) }),
  },
  {
    id: 'web-share',
    label: { key: 'device' },
    source: ['https://www.w3.org/TR/web-share/'],
    prompt: 'sheet',
    notes: [],
    act: (view, options, words) => ({
      kind: 'web-share',
      data: {
        title: stated(view.state, view.name, words),
        text: postText(view, options, words),
        url: pageUrl(view.url),
      },
    }),
  },
  {
    // There is no web intent: stories are shared from app to app, posts by business accounts through the Graph API.
    id: 'instagram',
    label: 'Instagram',
    source: ['https://developers.facebook.com/docs/instagram-platform/sharing-to-stories/'],
    prompt: 'picture',
    notes: ['note.caption'],
    act(view, options, words) {
      const url = pageUrl(view.url)
      const caption = `${fitText(postText(view, options, words), 'characters', CAPTION - url.length - 1)}\n${url}`
      return {
        kind: 'web-share',
        // Instagram takes pictures from the sheet and no links, so no `url` here.
        data: { title: stated(view.state, view.name, words), text: caption },
        copy: caption,
        fields: [{ id: 'caption', label: words.say('field.caption'), value: caption }],
      }
    },
  },
]

const labelOf = ({ label }: DeviceRow, { say }: Pick<Spoken<ShareLabels>, 'say'>): string =>
  typeof label === 'string' ? label : say(label.key)

function promptOf({ prompt }: DeviceRow, name: string, { say }: Spoken<ShareLabels>): PermissionPrompt {
  const isClipboard = prompt === 'clipboard'
  return {
    by: isClipboard ? 'browser' : 'system',
    expect: say(`expect.${prompt}`, { name }),
    needsActivation: true,
    iframeAllow: [isClipboard ? 'clipboard-write' : 'web-share'],
    refused: say(`refused.${prompt}`, { name }),
  }
}

/** Ways to share that need the device and no network's form. */
export const deviceAdapters: readonly ShareAdapter[] = rows.map((row) => ({
  id: row.id,
  label: labelOf(row, english),
  status: 'documented',
  source: row.source,
  checkedOn: '2026-11-23',
  share(view, options = {}) {
    const words = speak(view, options)
    const { fields = [], ...action } = row.act(view, options, words)
    const label = labelOf(row, words)
    return {
      id: row.id,
      label,
      ...action,
      params: {},
      images: options.images ?? [],
      fields: [...fields, ...copyFields(view, words)],
      permission: promptOf(row, label, words),
      warnings: [...stateWarnings(view, words), ...row.notes.map((key) => words.say(key))],
    }
  },
}))
