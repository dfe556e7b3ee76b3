/** The two ends of a DID: enough for people to tell two wallets apart. */
export const shortDid = (did: string): string => (did.length <= 28 ? did : `${did.slice(0, 16)}…${did.slice(-8)}`)
