import { pageUrl } from '../view/index.js'
import { fitText } from './count.js'
import { copyFields, postText, stateWarnings, titleOf } from './link-adapter.js'
import type { PermissionPrompt, ShareAdapter } from './types.js'

const clipboard: PermissionPrompt = {
  by: 'browser',
  expect: 'Most browsers copy without asking; some ask for access to the clipboard.',
  needsActivation: true,
  iframeAllow: ['clipboard-write'],
  refused: 'Show the text in a read-only field, selected, so that it can be copied by hand.',
}

const shareSheet: PermissionPrompt = {
  by: 'system',
  expect: 'The share sheet of the device opens; you choose an app, and may close it again.',
  needsActivation: true,
  iframeAllow: ['web-share'],
  refused:
    'AbortError is a change of mind: say nothing. NotAllowedError, or no navigator.share at all: show the links. InvalidStateError: a second tap; wait for the first.',
}

/** Characters of a caption on Instagram. */
const CAPTION = 2200

/** Ways to share that need the device and no network's form. */
export const deviceAdapters: readonly ShareAdapter[] = [
  {
    id: 'copy-link',
    label: 'Copy link',
    status: 'documented',
    source: ['https://www.w3.org/TR/clipboard-apis/'],
    checkedOn: '2026-11-23',
    share: (view, options = {}) => ({
      id: 'copy-link',
      label: 'Copy link',
      kind: 'copy',
      copy: pageUrl(view.url),
      params: {},
      images: options.images ?? [],
      fields: copyFields(view),
      permission: clipboard,
      warnings: stateWarnings(view),
    }),
  },
  {
    id: 'web-share',
    label: 'Share …',
    status: 'documented',
    source: ['https://www.w3.org/TR/web-share/'],
    checkedOn: '2026-11-23',
    share: (view, options = {}) => ({
      id: 'web-share',
      label: 'Share …',
      kind: 'web-share',
      data: { title: titleOf(view), text: postText(view, options), url: pageUrl(view.url) },
      params: {},
      images: options.images ?? [],
      fields: copyFields(view),
      permission: shareSheet,
      warnings: [
        ...stateWarnings(view),
        'Call navigator.canShare with the files first; browsers without it get the links.',
      ],
    }),
  },
  {
    // There is no web intent: stories are shared from app to app, posts by business accounts through the Graph API.
    id: 'instagram',
    label: 'Instagram',
    status: 'documented',
    source: ['https://developers.facebook.com/docs/instagram-platform/sharing-to-stories/'],
    checkedOn: '2026-11-23',
    share: (view, options = {}) => {
      const url = pageUrl(view.url)
      const caption = `${fitText(postText(view, options), 'characters', CAPTION - url.length - 1)}\n${url}`
      return {
        id: 'instagram',
        label: 'Instagram',
        kind: 'web-share',
        // Instagram takes pictures from the sheet and no links, so no `url` here.
        data: { title: titleOf(view), text: caption },
        copy: caption,
        params: {},
        images: options.images ?? [],
        fields: [{ label: 'Caption', value: caption }, ...copyFields(view)],
        permission: {
          ...shareSheet,
          expect: 'On a phone the share sheet opens with the picture; choose Instagram. The caption is to be pasted.',
          refused: 'Download the picture (1080 × 1080 for a post, 1080 × 1920 for a story) and copy the caption.',
        },
        warnings: [...stateWarnings(view), 'Links in captions cannot be followed; the picture carries a QR code.'],
      }
    },
  },
]
