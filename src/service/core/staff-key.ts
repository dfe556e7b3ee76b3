/** Key in `staff-keys` of the member of staff whose address has this hash. */
export const staffAddressKey = (hash: string): string => `address:${hash}`
