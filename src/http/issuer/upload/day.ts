/** `YYYY-MM-DD` of a day that exists. */
export const isDayText = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toISOString?.().slice(0, 10) === text
