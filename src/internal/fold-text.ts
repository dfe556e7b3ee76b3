/** Text without case and accents, in which people who look for something differ: `Zoë` and `ZOE` are `zoe`. */
export const foldText = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/\p{Mn}+/gu, '')
    .toLowerCase()
    .normalize('NFC')
