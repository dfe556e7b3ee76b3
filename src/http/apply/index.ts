/** What the applicant and the reviewer both see of an application. */
export { remarksOf } from './page.js'
