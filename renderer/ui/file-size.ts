const units = ['B', 'KB', 'MB', 'GB', 'TB']

/** A size in bytes as people read it, in steps of 1,024: `482 KB`, `1.2 GB`. */
export function fileSize(bytes: number): string {
  let unit = 0
  let value = bytes
  // What would be shown as 1024 is one of the next unit.
  while (Math.round(value) >= 1_024 && unit < units.length - 1) {
    value /= 1_024
    unit++
  }
  const digits = unit > 0 && value < 9.95 ? 1 : 0
  return `${value.toFixed(digits)} ${units[unit]}`
}
