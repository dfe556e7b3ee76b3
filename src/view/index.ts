/** What people see of a badge, and how text is written so that no reader takes it for markup. */
export {
  assertView,
  type BadgeView,
  type BadgeViewOptions,
  badgeView,
  drawnView,
  pageUrl,
  wellFormed,
} from './badge-view.js'
export { escapeMarkup, jsonInScript, oneLine } from './escape.js'
export { plainMarkdown } from './plain-markdown.js'
export { isWithdrawn } from './states.js'
