import { isCardLink, limits } from '@lianqun/protocol'

/* Addresses that somebody else wrote: which of them a card may have. */

/** Whether an address is one that a card may open: of the web or of mail, and not too long. */
export function isOpenable(address: string): boolean {
  return address.length <= limits.linkChars && isCardLink(address)
}

/** Whether an address is one of the web that a card may have, such as that of a picture. */
export function isWebAddress(address: string): boolean {
  return /^https?:/i.test(address) && isOpenable(address)
}

/**
 * The address that a payload leads to, as a card may have it; null where it may not. Vendors also take one without its
 * scheme, such as `www.qq.com`.
 */
export function linkOf(address: string): string | null {
  const trimmed = address.trim()
  if (trimmed.length + 'http://'.length > limits.linkChars) return null
  const whole = /^(?:[a-z0-9-]{1,63}\.){1,10}[a-z]{2,24}(?:[:/?#]|$)/i.test(trimmed) ? `http://${trimmed}` : trimmed
  return isCardLink(whole) ? whole : null
}

/** The address of a picture on the web; null where it is none. */
export function pictureOf(address: string): string | null {
  const link = linkOf(address)
  return link !== null && isWebAddress(link) ? link : null
}
