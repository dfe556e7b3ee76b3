/**
 * The program of the panel to share a badge from: `browser/share-panel.ts`, bundled for browsers. The build puts its text
 * here; in the sources there is none, and the panel works without it.
 */
export const shareBundle: string | null = null
