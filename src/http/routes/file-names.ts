/** Files below the page of a badge. */
export const fileNames = ['credential.json', 'badge.png', 'badge.svg', 'picture'] as const
