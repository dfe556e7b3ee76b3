import type { BadgeService } from '../../../service/index.js'

export type Figures = Awaited<ReturnType<BadgeService['figures']>>

/** The figures in the order in which a badge comes by them. */
export const figureNames = ['issued', 'opened', 'accepted', 'shared', 'bounced'] as const
