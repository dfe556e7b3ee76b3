import type { CredentialKind } from '../../types/credential.js'

/** What the command line accepts by default: people verify whatever file they have been sent. */
export const acceptedByDefault: readonly CredentialKind[] = ['badge', 'clr']

/** Data models by the name that people know. */
export const profiles = { 'open-badges': 'ob3', vcdm: 'vcdm' } as const
