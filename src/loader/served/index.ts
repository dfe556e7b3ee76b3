/** What others serve, and how it is spoken of; for what loads documents and for what fetches them. */
export { documentGone, shown } from './document-gone.js'
