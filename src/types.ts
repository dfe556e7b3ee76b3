/** Public data types. Type-only: importing this module costs nothing at run time. */
export type {
  ClrCredential,
  CredentialKind,
  CredentialOfKind,
  EndorsementCredential,
  OpenBadgeCredential,
  PlainCredential,
  SignedCredential,
  UnsignedCredential,
} from './types/credential.js'
export type {
  AchievementDraft,
  BadgeDraft,
  ClrDraft,
  EndorsementDraft,
  ProfileDraft,
  RecipientDraft,
} from './types/draft.js'
export type * as Draft from './types/draft-parts.js'
export type { JsonObject, JsonValue } from './types/json.js'
export type { JwtSignOptions } from './types/jwt.js'
export type {
  KeyPair,
  KeyType,
  PublicKeyDocument,
  PublicKeyJwk,
  SecretKeyExports,
  Signer,
  VerificationKey,
} from './types/keys.js'
export type { DocumentLoader, FetchLike, LoaderOptions } from './types/loader.js'
export type { FixProposal, ModelFinding, ModelReport } from './types/model.js'
export type * as OpenBadges from './types/open-badges.js'
export type { Presentation, PresentationDraft, PresentationResult } from './types/presentation.js'
export type { AddProofOptions, SignOptions, SuiteName } from './types/proof.js'
export type { BitstringStatusListEntry, StatusList, StatusReport } from './types/status.js'
export type { Instant } from './types/time.js'
export type {
  Check,
  CheckStatus,
  Outcome,
  Problem,
  ProofReport,
  UnverifiedResult,
  VerificationFacts,
  VerificationResult,
  VerifiedResult,
} from './types/verification.js'
