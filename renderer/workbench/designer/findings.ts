import type { CardProblem } from '../../../preload/contract/index.ts'
import type { Key, Translate } from '../../i18n.ts'
import { type Edit, type JsonFault, type JsonNode, lineOf, nodeAt, type SyntaxFault } from './json-places.ts'
import { nearMiss } from './near-miss.ts'

/** Something that is wrong in the editor. */
export interface Finding {
  /** What is marked. */
  start: number
  end: number
  line: number
  /** In words, without the line. */
  words: string
  /** What mends it, with the words of its button. */
  mend?: { edit: Edit; label: string }
}

type T = Translate<'designer'>

const syntaxWords: Record<SyntaxFault, Key<'designer'>> = {
  empty: 'syntaxEmpty',
  value: 'syntaxValue',
  key: 'syntaxKey',
  colon: 'syntaxColon',
  comma: 'syntaxComma',
  extraComma: 'syntaxExtraComma',
  openText: 'syntaxOpenText',
  escape: 'syntaxEscape',
  unclosed: 'syntaxUnclosed',
  behind: 'syntaxBehind',
  tooDeep: 'syntaxTooDeep',
}

/** Why a text is no JSON. */
export function syntaxFinding(text: string, { fault, at, mend }: JsonFault, t: T): Finding {
  const { line, column } = lineOf(text, at)
  return {
    start: at,
    end: at + 1,
    line,
    words: t(syntaxWords[fault], { column }),
    ...(mend && { mend: { edit: mend, label: t('mend') } }),
  }
}

/** What is wrong with a card, by line. `root`: the places of its values in the text. */
export function cardFindings(text: string, root: JsonNode, problems: readonly CardProblem[], t: T): Finding[] {
  return problems.flatMap(problem => findingsOf(text, root, problem, t)).sort((a, b) => a.start - b.start)
}

function findingsOf(text: string, root: JsonNode, problem: CardProblem, t: T): Finding[] {
  const { path, kind, allowed = [] } = problem
  const node = nodeAt(root, path)
  const at = ({ start, end }: { start: number; end: number }, words: string, more: Pick<Finding, 'mend'> = {}) => ({
    // Of what has several lines its beginning is marked.
    start,
    end: text.slice(start, end).includes('\n') ? start + 1 : end,
    line: lineOf(text, start).line,
    words,
    ...more,
  })
  /** A word in place of another, both in quotes. */
  const replaced = (start: number, end: number, near: string): Pick<Finding, 'mend'> => ({
    mend: { edit: { start, end, text: JSON.stringify(near) }, label: t('useWord', { near }) },
  })
  const name = nameOf(path, t)

  if (kind === 'unknownKeys')
    return (problem.keys ?? []).map(key => {
      const member = node.members?.get(key)
      const place = member === undefined ? node : { start: member.keyStart, end: member.keyEnd }
      const near = nearMiss(
        key,
        allowed.filter(other => !node.members?.has(other)),
      )
      return near === null || member === undefined
        ? at(place, t('unknownKey', { key: shortened(key) }))
        : at(place, t('unknownKeyNear', { key: shortened(key), near }), replaced(place.start, place.end, near))
    })
  if (kind === 'notAllowed') {
    const raw = text.slice(node.start, node.end)
    const value = raw.startsWith('"') ? (JSON.parse(raw) as string) : raw
    const near = nearMiss(value, allowed)
    return [
      near === null
        ? at(node, t('notAllowed', { name, value: shortened(value), allowed: allowed.join(t('listComma')) }))
        : at(node, t('notAllowedNear', { name, value: shortened(value), near }), replaced(node.start, node.end, near)),
    ]
  }
  return [at(node, otherWords(problem, name, t))]
}

const types: Readonly<Record<string, Key<'designer'>>> = {
  string: 'typeString',
  number: 'typeNumber',
  integer: 'typeInteger',
  boolean: 'typeBoolean',
  array: 'typeArray',
  object: 'typeObject',
  record: 'typeObject',
}

function otherWords({ kind, path, message, expected = '', bound = 0 }: CardProblem, name: string, t: T): string {
  switch (kind) {
    case 'wrongType': {
      const type = Object.hasOwn(types, expected) ? types[expected] : undefined
      return type === undefined ? t('malformed', { name }) : t('wrongType', { name, type: t(type) })
    }
    case 'missing':
    case 'tooDeep':
      return t(kind, { name })
    case 'tooLong':
    case 'tooMany':
    case 'tooFew':
    case 'tooSmall':
    case 'tooLarge':
    case 'cardTooLarge':
      return t(kind, { name, bound })
    default:
      return t(formOf(path.at(-1), message), { name })
  }
}

/** What form a value has to have, by its key. */
function formOf(key: string | number | undefined, message: string): Key<'designer'> {
  if (key === 'url') return 'badUrl'
  if (key === 'minHeight' || key === 'width') return 'badPixels'
  if (/\bdate\b/.test(message)) return 'badDate'
  return /\btime\b/.test(message) ? 'badTime' : 'malformed'
}

/** What a value is called: by its key, and by its place in a list. */
function nameOf(path: readonly (string | number)[], t: T): string {
  const key = path.findLastIndex(part => typeof part === 'string')
  if (key < 0) return t('whole')
  const places = path.slice(key + 1).map(index => `[${index}]`)
  return `${path[key]}${places.join('')}`
}

const longestWord = 40

function shortened(word: string): string {
  return word.length > longestWord ? `${word.slice(0, longestWord)}…` : word
}
