/** A text as one word of a shell: in single quotes, which nothing within ends or opens. */
function word(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}

/** Headers that curl writes itself, or that only proxies add. */
const left = /^(?:host|content-length|connection|accept-encoding|accept|user-agent|x-forwarded-.*|x-real-ip)$/i

/** The command that posts a payload to an address, for any POSIX shell. */
export function curlOf(address: string, body: string, headers: Readonly<Record<string, string>> = {}): string {
  const kept = Object.entries(headers).filter(([name]) => !left.test(name))
  if (!kept.some(([name]) => name.toLowerCase() === 'content-type')) kept.unshift(['Content-Type', 'application/json'])
  return [
    `curl -X POST ${word(address)}`,
    ...kept.map(([name, value]) => `-H ${word(`${name}: ${value}`)}`),
    `--data-raw ${word(body)}`,
  ].join(' \\\n  ')
}

/** So many characters of a secret are shown at each end. */
const shownEnd = 4

/** An address as others may see it: without the middle of what proves who posts. */
export function masked(address: string): string {
  const [, origin = '', rest = ''] = /^([a-z]+:\/\/[^/]*)(.*)$/i.exec(address) ?? [null, '', address]
  // What a `=` follows is the name of a parameter.
  return (
    origin +
    rest.replace(/([^/?&=#]{12,})(=?)/g, (whole, part: string, named: string) =>
      named === '' ? `${part.slice(0, shownEnd)}…${part.slice(-shownEnd)}` : whole,
    )
  )
}

/** A text as JSON in lines, or as it is where it is none. */
export function pretty(text: string): { text: string; json: boolean } {
  try {
    return { text: JSON.stringify(JSON.parse(text), null, 2), json: true }
  } catch {
    return { text, json: false }
  }
}
