/** Whether a text is an address or a network that a hook takes: `10.20.0.0/16`, `2001:db8::/32`. */
export function isNetwork(text: string): boolean {
  const [address = '', bits, more] = text.split('/')
  if (more !== undefined) return false
  const six = address.includes(':')
  if (bits !== undefined && !(/^\d{1,3}$/.test(bits) && Number(bits) <= (six ? 128 : 32))) return false
  return six ? isSix(address) : isFour(address)
}

function isFour(address: string): boolean {
  const parts = address.split('.')
  return parts.length === 4 && parts.every(part => /^\d{1,3}$/.test(part) && Number(part) <= 255)
}

function isSix(address: string): boolean {
  const halves = address.split('::')
  if (halves.length > 2) return false
  const groups = halves.flatMap(half => (half === '' ? [] : half.split(':')))
  const whole = halves.length === 2 ? groups.length < 8 : groups.length === 8
  return whole && groups.every(group => /^[\da-f]{1,4}$/i.test(group))
}
