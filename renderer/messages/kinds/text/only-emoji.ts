const emojis = /^(?:\p{RGI_Emoji}\s*){1,3}$/v
/** Digits and the like are emojis for Unicode only with what follows them. */
const most = 120

/** Whether a text is one to three emojis and nothing else, which are shown large. */
export function isOnlyEmoji(text: string): boolean {
  const words = text.trim()
  return words.length <= most && emojis.test(words)
}
