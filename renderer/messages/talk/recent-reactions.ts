/** Shown until somebody has used others. */
const first = ['👍', '✅', '❤️', '😂', '🎉', '👀']
/** All that the small grid offers. */
export const someReactions = [
  ...first,
  ...'🙏 👏 💪 🔥 🚀 💯 👌 ✌️ 🙌 🤝 😄 😊 😍 🤔 😅 😭 😮 😢 😡 🙈 ☕ 🌹 🎂 🍻 ⭐ ❓ ❗ ⏳ 📌 ✍️'.split(' '),
]
const stored = 'recentReactions'

/** The six reactions that were used last on this device, the newest first. */
export function recentReactions(): string[] {
  const used = (localStorage.getItem(stored) ?? '').split(' ').filter(emoji => emoji !== '')
  return [...new Set([...used, ...first])].slice(0, 6)
}

export function noteReaction(emoji: string): void {
  localStorage.setItem(stored, [...new Set([emoji, ...recentReactions()])].slice(0, 6).join(' '))
}
