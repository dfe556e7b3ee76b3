/**
 * The program of the page where badges are checked: `browser/verify-page.ts` and what it imports of the library, bundled
 * for browsers. The build puts its text here; in the sources there is none.
 */
export const verifyBundle: string | null = null
