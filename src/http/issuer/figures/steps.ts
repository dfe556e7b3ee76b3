import { respondPage } from '../../site/respond-page.js'
import type { Visit } from '../../site/visit.js'
import { figureNames } from '../frame/figures.js'
import { tableFile } from '../frame/table-file.js'
import { type FiguresView, figuresPage } from './page.js'

/** How many badges and batches have figures of their own here: each is a few looks that stop at a limit. */
const SHOWN = 12

export async function show(visit: Visit): Promise<Response> {
  const view = await viewOf(visit)
  return respondPage(visit, (ui) => figuresPage(ui, view))
}

async function viewOf({ service }: Visit): Promise<FiguresView> {
  const [all, { badges }, { batches }] = await Promise.all([
    service.figures(),
    service.library.list({ limit: SHOWN }),
    service.batches.list({ limit: SHOWN }),
  ])
  return {
    all,
    badges: await Promise.all(
      badges.map(async ({ id, name }) => ({
        name,
        path: `/issuer/library/${encodeURIComponent(id)}`,
        figures: await service.figures({ savedId: id }),
      })),
    ),
    batches: await Promise.all(
      batches.map(async ({ id, label }) => ({
        name: label ?? id,
        path: `/issuer/batches/${encodeURIComponent(id)}`,
        figures: await service.figures({ batchId: id }),
      })),
    ),
  }
}

/** The same as a table for spreadsheets. */
export async function table(visit: Visit): Promise<Response> {
  const { t, translator } = visit
  const { writeCsv } = await import('../../../batch/csv/index.js')
  const { all, badges, batches } = await viewOf(visit)
  const row = (kind: string, name: string, figures: FiguresView['all']): (string | number)[] => [
    kind,
    name,
    ...figureNames.map((figure) => figures[figure]),
  ]
  const rows = [
    ['', t('account.name'), ...figureNames.map((figure) => t(`figures.${figure}`))],
    row(t('issuer.all'), '', all),
    ...badges.map(({ name, figures }) => row(t('issuer.badge'), name, figures)),
    ...batches.map(({ name, figures }) => row(t('issuer.batch'), name, figures)),
  ]
  return tableFile(visit, writeCsv(rows, translator.locale), 'figures.csv')
}
