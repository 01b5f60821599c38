import { unescaped } from '../../entities.ts'

const attribute = /([a-z_]{1,30})\s{0,9}=\s{0,9}(?:"([^"]{0,2000})"|'([^']{0,2000})'|([^\s"'<>]{1,2000}))/gi

/** The attributes of a tag, by their names in small letters. */
export function attributesOf(inside: string): Map<string, string> {
  const found = new Map<string, string>()
  for (const [, name = '', double, single, bare] of inside.matchAll(attribute))
    found.set(name.toLowerCase(), unescaped(double ?? single ?? bare?.replace(/\/$/, '') ?? ''))
  return found
}
