/** How a request can end without a defect. They are thrown, and only the handler catches them. */
export class TooMany extends Error {
  constructor(readonly retryAfterSeconds: number) {
    super('Too many requests')
  }
}

export class NotFound extends Error {}

/** Nobody is signed in, and somebody must be. */
export class SignInNeeded extends Error {}

/** Nobody of the staff is signed in, and somebody must be. */
export class StaffNeeded extends Error {
  constructor(readonly status: 401 | 403) {
    super('Staff must sign in')
  }
}

export class Denied extends Error {}

/** A form that did not come from a page of ours. */
export class ForeignForm extends Error {}
