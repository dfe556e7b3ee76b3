/** Fetching under the rules; it loads where a `fetch` was given and something has to be fetched. */
export { fetchableUrl, fetchDocument, fetchFailed, fetchPicture, fetchRefused, followRedirects } from './fetch-rules.js'
export { isPrivateAddress } from './private-hosts.js'
