/** What messages call by its name in the library, and what does the same on the command line. */
const words: readonly (readonly [library: RegExp, commandLine: string])[] = [
  [/`contexts` \(--documents on the command line\)/g, '--documents'],
  [/`(?:contexts|documents)`/g, '--documents'],
  [/enabl(e|ing) (?:`fetch`|fetching)/g, 'giv$1 --online'],
  [/, or give a `checkStatus` that can answer/g, ''],
  [/ifBaked: 'replace'/g, '--replace'],
  [/`image`/g, '--image'],
  [/`verificationMethod`/g, '--verification-method'],
  [/recipientPrivacy to "(\w+)"/g, '--recipient-privacy $1'],
  [/signCredentialAsJwt/g, '`sign --suite vc-jwt`'],
  [/ or set `addToProofs`/g, ''],
  [/`accept: '(\w+)'`/g, '--accept $1'],
  [/`embed`/g, '--suite'],
]

/** A message of the library in the words of the command line. */
export const inCommandLineWords = (text: string): string =>
  words.reduce((said, [library, commandLine]) => said.replace(library, commandLine), text)
