const OB3 = 'https://www.imsglobal.org/spec/ob/v3p0'
const CLR = 'https://www.imsglobal.org/spec/clr/v2p0'
const VCDM = 'https://www.w3.org/TR/vc-data-model-2.0'
const DATA_INTEGRITY = 'https://www.w3.org/TR/vc-data-integrity'

/** The clause that each registered check implements, in the order of Open Badges 3.0 §9. */
export const checkClauses = {
  'input.parse': `${OB3}/#docformat`,
  'input.kind': `${VCDM}/#types`,
  'model.context': `${VCDM}/#contexts`,
  'model.schema': `${OB3}/#conformance`,
  'model.subject': `${OB3}/#achievementsubject`,
  'model.terms': `${DATA_INTEGRITY}/#securing-data-losslessly`,
  'proof.present': `${OB3}/#proof-formats`,
  'proof.key': `${OB3}/#dereference`,
  'proof.signature': `${OB3}/#lds-verify`,
  'proof.purpose': `${DATA_INTEGRITY}/#proof-purposes`,
  'proof.validity': `${DATA_INTEGRITY}/#proofs`,
  'issuer.binding': `${OB3}/impl/#key-provenance`,
  'validity.from': `${VCDM}/#validity-period`,
  'validity.until': `${VCDM}/#validity-period`,
  'status.revocation': `${VCDM}/#status`,
  'refresh.service': `${OB3}/#verification`,
  'subject.recipient': `${OB3}/#verify-identifier`,
  'endorsement.each': `${OB3}/#endorsement-verification`,
  'clr.credentials': `${CLR}/#verification`,
  'image.integrity': `${VCDM}/#integrity-of-related-resources`,
  'issuer.trust': `${VCDM}/#validation`,
} as const

/** Id of a registered check. */
export type CheckId = keyof typeof checkClauses
