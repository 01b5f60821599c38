import type { DocumentProblem } from './messages.ts'

/** A document that is not shown, and why. */
export class Unshowable extends Error {
  readonly problem: DocumentProblem

  constructor(problem: DocumentProblem, message: string) {
    super(message)
    this.name = 'Unshowable'
    this.problem = problem
  }
}
