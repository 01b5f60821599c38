import { type CardInline, cleanName, limits, type TextRun } from '@lianqun/protocol'
import { isOpenable } from '../addresses.ts'

/* Links of other systems as runs of ours, which say where they lead. */

/** How a run looks, without its text. */
export type RunStyle = Omit<TextRun, 'type' | 'text' | 'selectAction'>

/** A piece of text; a plain one as a string. */
export function run(text: string, style: RunStyle = {}): CardInline {
  return Object.keys(style).length === 0 ? text : { type: 'TextRun', text, ...style }
}

/** A link with its label. An address that is not allowed is left out: its label is text then. */
export function linkRun(label: string, address: string, style: RunStyle = {}): CardInline {
  if (!isOpenable(address)) return run(label === '' ? address : label, style)
  return {
    type: 'TextRun',
    text: honestLabel(label, address),
    ...style,
    selectAction: { type: 'Action.OpenUrl', url: address },
  }
}

/**
 * The label of a link. Where it looks like another address than the one it leads to, the real host stands behind it;
 * what turns the direction of a text or cannot be seen is not in it.
 */
export function honestLabel(label: string, address: string): string {
  const clean = cleanName(label)
  if (clean === '' || clean === address) return address
  const real = hostOf(address)
  return hostsIn(clean).every(host => host === real) ? clean : `${clean} (${real})`
}

/** The host of an address of the web or of mail, without `www.`. */
function hostOf(address: string): string {
  const url = URL.parse(address)
  const mail = /@([^@?]{1,255})(?:\?|$)/.exec(url?.pathname ?? '')?.[1] ?? ''
  return (url?.hostname || mail).toLowerCase().replace(/^www\./, '')
}

/** The hosts that the words of a label look like. */
function hostsIn(label: string): string[] {
  // Browsers read these full stops as dots of a host, and readers too where they stand between Latin letters.
  const dotted = label.slice(0, limits.linkChars).replace(/([a-z0-9])[\u3002\uff0e\uff61](?=[a-z0-9])/gi, '$1.')
  return dotted.split(/[\s()[\]{}<>"'“”‘’|，、；]+/u).flatMap(word => {
    const scheme = /^[a-z][a-z0-9+.-]{1,20}:[/\\]{1,3}/i.exec(word)?.[0] ?? ''
    const authority = /^[^/\\?#]*/.exec(word.slice(scheme.length))?.[0] ?? ''
    const host = (authority.split('@').at(-1) ?? '').replace(/:\d{0,5}$/, '').replace(/[.,;:!…]+$/, '')
    const labels = host.split('.')
    const named =
      labels.length > 1 &&
      labels.every(Boolean) &&
      /^(?:[\p{L}\p{M}]{2,63}|xn--[\w-]{1,59})$/u.test(labels.at(-1) ?? '')
    const numbered = labels.length === 4 && labels.every(part => /^\d{1,3}$/.test(part))
    if (!named && !numbered && (scheme === '' || host === '')) return []
    return [(URL.parse(`http://${host}`)?.hostname ?? host).toLowerCase().replace(/^www\./, '')]
  })
}
