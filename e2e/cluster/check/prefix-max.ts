/** The highest value up to each time; values come in the order of their times. */
export class PrefixMax {
  readonly #times: number[] = []
  readonly #values: number[] = []

  add(at: number, value: number): void {
    const highest = this.#values.at(-1)
    if (highest !== undefined && highest >= value) return
    this.#times.push(at)
    this.#values.push(value)
  }

  /** The highest value from before a time, 0 for none. */
  before(at: number): number {
    let low = 0
    let high = this.#times.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#times[middle] ?? 0) < at) low = middle + 1
      else high = middle
    }
    return this.#values[low - 1] ?? 0
  }
}
