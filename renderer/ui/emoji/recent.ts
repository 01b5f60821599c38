import { saveSettings, useSettings } from '../../stores/settings.ts'

/** Shown until somebody has chosen emojis. */
const usual = ['👍', '👌', '🙏', '😄', '🎉', '❤️', '👀', '✅', '😂']
/** The most that are kept. */
const most = 27
const none: readonly string[] = []

/**
 * The emojis that were chosen last, the newest first, filled up with usual ones.
 * @public
 */
export function recentEmoji(count: number): string[] {
  return filled(useSettings.getState().settings?.recentEmoji ?? none, count)
}

/** The same, kept up to date. */
export function useRecentEmoji(count: number): string[] {
  return filled(
    useSettings(state => state.settings?.recentEmoji ?? none),
    count,
  )
}

function filled(recent: readonly string[], count: number): string[] {
  return [...new Set([...recent, ...usual])].slice(0, Math.min(count, Math.max(recent.length, usual.length)))
}

/** Remembers a chosen emoji. Failures are logged: it was chosen all the same. */
export function noteEmoji(emoji: string): void {
  const recent = useSettings.getState().settings?.recentEmoji ?? none
  if (recent[0] === emoji) return
  const next = [emoji, ...recent.filter(other => other !== emoji)].slice(0, most)
  saveSettings({ recentEmoji: next }).catch((error: unknown) => console.error('recent emojis', error))
}
