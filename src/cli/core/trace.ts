import { proofsOf } from '../../badge/index.js'
import { isBadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { createDocumentLoader } from '../../loader/index.js'
import { traceProof } from '../../proof/index.js'
import type { CredentialKind } from '../../types/credential.js'
import type { JsonObject } from '../../types/json.js'
import type { DocumentLoader, LoaderOptions } from '../../types/loader.js'
import type { VerificationResult } from '../../types/verification.js'

/** What each embedded proof of a badge signs, to compare with another implementation's canonical forms and hashes. */
export async function traceText(result: VerificationResult<CredentialKind>, options: LoaderOptions): Promise<string> {
  const document = (result.verified ? result.credential : result.unverifiedCredential) as JsonObject | undefined
  // Only what verification let through: `proofs` is empty for too many of them, and for those that are not objects.
  const proofs = document === undefined || result.proofs.length === 0 ? [] : proofsOf(document)
  if (document === undefined || proofs.length === 0) return 'There is no embedded proof to trace.\n'
  // They are the options of the verification, of which these are some.
  const { contexts, documents, fetch } = options
  const documentLoader = createDocumentLoader(defined({ contexts, documents, fetch }))
  const lines: string[] = []
  for (const [i, proof] of proofs.entries()) {
    const pointer = Array.isArray(document.proof) ? `/proof/${i}` : '/proof'
    lines.push(`Trace of ${pointer} (${nameOf(proof)})`, ...(await traceLines(document, proof, documentLoader)))
  }
  return `${lines.join('\n')}\n`
}

async function traceLines(document: JsonObject, proof: JsonObject, documentLoader: DocumentLoader): Promise<string[]> {
  try {
    const trace = await traceProof(document, proof, { documentLoader })
    return [
      `  canonical document, sha-256 ${trace.documentHash}:`,
      trace.canonicalDocument.trimEnd(),
      `  canonical proof configuration, sha-256 ${trace.proofHash}:`,
      trace.canonicalProof.trimEnd(),
    ]
  } catch (error) {
    if (!isBadgeError(error)) throw error
    return [`  There is no canonical form: ${error.message} (${error.code})`]
  }
}

const nameOf = ({ cryptosuite, type }: JsonObject): string => JSON.stringify(cryptosuite ?? type ?? null).slice(0, 80)
