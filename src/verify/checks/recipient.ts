import { later } from '../../internal/later.js'
import { type CheckDefinition, skipped } from '../core/check.js'

/** Open Badges 3.0 §9.3: the credential was issued to the recipient that the verifier knows. */
export const subjectRecipient: CheckDefinition = {
  id: 'subject.recipient',
  needs: ['input.parse'],
  required: (run) => run.options.recipient !== undefined,
  run({ document, options: { recipient, recipientMatch } }) {
    return recipient === undefined
      ? skipped('No recipient was given to look for.')
      : work().then(({ compareRecipient }) => compareRecipient(document, recipient, recipientMatch === 'exact'))
  },
}

const work = /* @__PURE__ */ later(() => import('./met/recipient.js'))
