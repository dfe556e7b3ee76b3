import { BadgeError } from '../../errors.js'
import { consentTexts } from '../site/consent-texts.js'
import { messagePage } from '../site/messages.js'
import { redirect, respondPage, siteNameOf } from '../site/respond-page.js'
import type { Route } from '../site/route.js'
import { limitLink, type Visit } from '../site/visit.js'
import { NotFound } from '../web/outcome.js'
import { guardianPage, type Question, questions, questionText } from './page.js'

/** Where a guardian decides for one child. The link is the permission, and good for nothing else. */
export const guardianRoutes: readonly Route[] = [
  { method: 'GET', path: '/guardian/:token', kind: 'secret', run: show },
  { method: 'POST', path: '/guardian/:token', kind: 'secret', run: answer },
]

const tokenOf = (visit: Visit): string => visit.params.token ?? ''

const over = (visit: Visit): Response =>
  respondPage(visit, (ui) => messagePage(ui, { title: ui.t('guardian.overTitle'), text: ui.t('guardian.overText') }), {
    status: 410,
    secret: true,
  })

async function show(visit: Visit): Promise<Response> {
  const view = await visit.service.guardians.look(tokenOf(visit))
  if (view === null) throw new NotFound()
  if (view === 'gone') return over(visit)
  const saved = visit.url.searchParams.get('saved') === '1'
  return respondPage(visit, (ui) => guardianPage(ui, { token: tokenOf(visit), view, saved }), { secret: true })
}

const isQuestion = (text: string): text is Question => Object.hasOwn(questions, text)

async function answer(visit: Visit): Promise<Response> {
  const token = tokenOf(visit)
  const { guardians } = visit.service
  const view = await guardians.look(token)
  await limitLink(visit, token, view !== null)
  if (view === null) throw new NotFound()
  if (view === 'gone') return over(visit)
  const [question, decision] = [visit.fields.get('question'), visit.fields.get('do')]
  if (!isQuestion(question) || (decision !== 'give' && decision !== 'refuse')) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', 'A guardian gives or refuses a consent to one of the questions.')
  }
  await guardians.answer({
    token,
    purpose: question,
    given: decision === 'give',
    textVersion: consentTexts.guardian,
    text: questionText({ t: visit.t, siteName: siteNameOf(visit) }, question, view),
  })
  return redirect(visit, `/guardian/${encodeURIComponent(token)}?saved=1`)
}
