import type { CustomScheme } from 'electron'

/*
 * Chromium's schemes are fixed at build time, so a page of `app://lianqun/x` is loaded from
 * `https://lianqun.app.standin.invalid/x`: a separate secure origin that no name server resolves.
 */
const suffix = '.standin.invalid'
const schemes = new Map<string, NonNullable<CustomScheme['privileges']>>()

export function registerScheme(scheme: CustomScheme): void {
  schemes.set(scheme.scheme.toLowerCase(), scheme.privileges ?? {})
}

export function isRegisteredScheme(scheme: string): boolean {
  return schemes.has(scheme)
}

/** The scheme of a URL without its colon, or '' if it has none. */
export function schemeOf(url: string): string {
  return /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase() ?? ''
}

/** Maps a URL of the app to the URL that Chromium loads. */
export function toChromium(url: string): string {
  const scheme = schemeOf(url)
  if (!schemes.get(scheme)?.standard) return url
  const match = /^[^:]+:\/*([^/?#]*)(.*)$/s.exec(url)
  const host = (match?.[1] || 'none').toLowerCase()
  const rest = match?.[2] ?? ''
  return `https://${host}.${scheme}${suffix}${rest.startsWith('/') ? '' : '/'}${rest}`
}

/** Maps a URL or origin of Chromium back to the app's. */
export function fromChromium(url: string): string {
  const match = /^https:\/\/([^/?#]+)\.([^./?#]+)\.standin\.invalid(.*)$/s.exec(url)
  if (!match?.[1] || !match[2] || !schemes.has(match[2])) return url
  return `${match[2]}://${match[1] === 'none' ? '' : match[1]}${match[3] ?? ''}`
}

/** A content security policy in which every source of a mapped scheme also allows its mapped origin. */
export function rewritePolicy(policy: string): string {
  return policy.replace(/[^\s;,]+/g, token => {
    const scheme = schemeOf(token)
    if (!schemes.get(scheme)?.standard) return token
    const rest = token.slice(scheme.length + 1)
    if (rest === '' || rest === '//' || rest === '//*') return `${token} https://*.${scheme}${suffix}`
    return `${token} ${toChromium(token).replace(/\/$/, '')}`
  })
}

/** The same for policies in `<meta>` elements. */
export function rewriteMetaPolicies(html: string): string {
  return html.replace(/<meta\b[^>]*http-equiv=["']?content-security-policy["']?[^>]*>/gi, tag =>
    tag.replace(/(content=)("[^"]*"|'[^']*')/i, (_all, name: string, value: string) => {
      return name + value[0] + rewritePolicy(value.slice(1, -1)) + value[0]
    }),
  )
}
