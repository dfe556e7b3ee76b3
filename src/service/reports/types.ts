import type { ReportRecord } from '../core/records/index.js'

/** Problems that people report on the pages, for the issuer's staff. */
export interface ReportSteps {
  /**
   * Notes a problem, and mails the contact of the issuer (`mailSettings.replyTo`, or that of the brand) that there is one. The mail
   * holds nothing of what was written.
   *
   * @param input.page - Path of the page that it is about, below the base URL
   * @param input.email - Where an answer is to go
   */
  add(input: { text: string; page?: string; email?: string; personId?: string }): Promise<{ id: string }>
  /** A page of them, the newest first: those that are open, or that were settled. */
  list(query?: { state?: 'open' | 'settled'; cursor?: string; limit?: number }): Promise<{
    readonly reports: readonly Omit<ReportRecord, 'reporters'>[]
    readonly cursor?: string
  }>
  /** Notes that one is settled; again changes nothing. */
  settle(input: { reportId: string }): Promise<Omit<ReportRecord, 'reporters'>>
}
