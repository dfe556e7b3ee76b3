export { readSite } from './read-site.js'
