import type { Route } from '../../site/route.js'
import { issuerPage } from '../frame/route.js'

/** What makes and draws badges is loaded when it is first used. */
const steps = () => import('./steps.js')
const files = () => import('./files.js')

const SAVED = '/issuer/library/:savedId'

/** The badges that are awarded again and again: made, changed, previewed, retired. */
export const libraryRoutes: readonly Route[] = [
  issuerPage('GET', '/issuer/library', 'library.list', async (visit) => (await steps()).list(visit)),
  issuerPage('GET', '/issuer/library/new', 'library.save', async (visit) => (await steps()).emptyForm(visit)),
  {
    ...issuerPage('POST', '/issuer/library', 'library.save', async (visit) => (await steps()).save(visit)),
    upload: true,
  },
  issuerPage('GET', SAVED, 'library.get', async (visit) => (await steps()).show(visit)),
  issuerPage('GET', `${SAVED}/edit`, 'library.save', async (visit) => (await steps()).editForm(visit)),
  { ...issuerPage('POST', SAVED, 'library.save', async (visit) => (await steps()).save(visit)), upload: true },
  issuerPage('POST', `${SAVED}/duplicate`, 'library.duplicate', async (visit) => (await steps()).duplicate(visit)),
  issuerPage('POST', `${SAVED}/retire`, 'library.retire', async (visit) => (await steps()).retire(visit)),
  issuerPage('GET', `${SAVED}/skills`, 'library.findSkills', async (visit) => (await steps()).skills(visit)),
  issuerPage('POST', `${SAVED}/skills`, 'library.save', async (visit) => (await steps()).addSkills(visit)),
  {
    ...issuerPage('POST', `${SAVED}/skills/file`, 'library.addSkills', async (visit) =>
      (await steps()).addSkillFile(visit),
    ),
    upload: true,
  },
  issuerPage('POST', `${SAVED}/skills/remove`, 'library.removeSkills', async (visit) =>
    (await steps()).removeSkillFile(visit),
  ),
  ...(
    [
      ['picture', 'library.picture'],
      ['card.png', 'library.get'],
      ['certificate.pdf', 'library.get'],
      ['mail.html', 'library.mail'],
    ] as const
  ).map(
    ([name, operation]): Route => ({
      ...issuerPage('GET', `${SAVED}/${name}`, operation, async (visit) => (await files())[name](visit)),
      kind: 'file',
    }),
  ),
]
