/** Characters that are not seen but change how the text around them reads: directions, joiners, soft hyphens. */
const unseen = /[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/

/** Scripts that are written together in one name, and whose letters are not taken for one another. */
const together =
  /^[\p{Script=Latin}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}]$/u

/** Scripts whose letters look like those of others. */
const alone = ['Cyrillic', 'Greek', 'Armenian', 'Hebrew', 'Arabic', 'Thai', 'Cherokee'].map(
  script => new RegExp(`^\\p{Script=${script}}$`, 'u'),
)

/**
 * How a link is shown: as it was written, unless its host could be taken for another one. Then it is the address as
 * the browser knows it: `https://xn--80ak6aa92e.com/` for a name in Cyrillic letters, without invisible characters.
 */
export function linkText(text: string, url: string): string {
  const host = hostOf(url)
  if (!unseen.test(text) && !mixesScripts(host)) return text
  try {
    if (!/^mailto:/i.test(url)) return new URL(url).href
    const ascii = new URL(`http://${host}`).hostname
    return new URL(url.replace(host, ascii)).href.replace(/^mailto:/i, '')
  } catch {
    // Not an address that could be opened; shown in ASCII all the same.
    return encodeURI(text)
  }
}

/** The host of a web or mail address as it was written. */
function hostOf(url: string): string {
  const match = /^mailto:[^?]*@([^?]*)/i.exec(url) ?? /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#]*@)?([^/?#:]*)/i.exec(url)
  return match?.[1] ?? ''
}

/** Whether a host has letters of scripts that are not written together. */
function mixesScripts(host: string): boolean {
  const letters = [...host.normalize('NFKC')].filter(char => /\p{L}/u.test(char))
  if (letters.every(char => together.test(char))) return false
  return !alone.some(script => letters.every(char => script.test(char)))
}
