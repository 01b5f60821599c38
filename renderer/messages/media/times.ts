/** A length in milliseconds as a player shows it: `0:42`, `1:02:03`. */
export function playTime(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000))
  const two = (value: number) => String(value).padStart(2, '0')
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60]
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`
}

/** The seconds of a voice note, at least one. */
export function voiceSeconds(ms: number | undefined): number {
  return Math.max(1, Math.round((ms ?? 0) / 1_000))
}
