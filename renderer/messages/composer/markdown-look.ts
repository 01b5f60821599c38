/** Longer texts are not looked at. */
const mostChars = 50_000

const signs = [
  /^#{1,4} \S/m,
  /^ {0,3}[-*+] \S.*\n {0,3}[-*+] \S/m,
  /^ {0,3}1[.)] \S.*\n {0,3}2[.)] \S/m,
  /^> \S/m,
  /\*\*[^*\s][^*\n]*\*\*/,
  /(?<!`)`[^`\n]+`(?!`)/,
  /~~[^~\s][^~\n]*~~/,
  /^\|(?:[^|\n]*\|)+\n\|(?: *:?-+:? *\|)+$/m,
]
/** Each of these alone says it. */
const sure = [/^```[\w+#.-]*\n[\s\S]*?^```/m, /\[[^\]\n]+\]\(https?:\/\/[^)\s]+\)/]

/** Whether a pasted text looks like Markdown, so that its formatting can be offered. */
export function looksLikeMarkdown(text: string): boolean {
  if (text.length > mostChars) return false
  return sure.some(sign => sign.test(text)) || signs.filter(sign => sign.test(text)).length >= 2
}
