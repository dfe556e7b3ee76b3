/** The time, as a function, so that tests can set it. */
export type Clock = () => Date
