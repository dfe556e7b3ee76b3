/** The panel to share a badge from, for the page of the badge. */
export { type SharePanel, type SnippetRow, sharePanel, snippetPanel } from './page.js'
export { panelOf, pictureRows, snippetRows } from './panel.js'
export { postOf, shareOptions } from './post.js'
