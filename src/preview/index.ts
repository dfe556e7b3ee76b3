/**
 * The public faces of a badge as text: what previews read, what foreign pages embed, what screens show. Pure functions
 * that any server can call; everything that comes from a badge is escaped.
 *
 * @module badgewright/preview
 */
export type { BadgeView } from '../view/index.js'
export {
  blankEmbedDocument,
  type EmbedDocumentOptions,
  type EmbedOptions,
  embedDocument,
  embedSnippet,
  type OEmbedOptions,
  oEmbed,
  oEmbedXml,
} from './embed.js'
export { type PreviewOptions, previewHead, structuredData } from './head.js'
export type { PreviewLabels } from './html.js'
export {
  type FeedOptions,
  jsonFeed,
  type KioskOptions,
  kioskDocument,
  mediaRss,
  type Slide,
  shownSlides,
} from './signage.js'

/** For the page of a badge on paper: black on white, no buttons, addresses behind links. */
export const printStyle = `@media print{
@page{margin:18mm}
*{background:none!important;color:#000!important;box-shadow:none!important}
nav,form,button,video,iframe,[data-screen]{display:none!important}
img{max-width:60mm;break-inside:avoid}
a[href^="http"]::after{content:" (" attr(href) ")";font-size:.8em;overflow-wrap:anywhere}
h1,h2,h3{break-after:avoid}
}`
