import { matchesName } from '../../../../common/name-match.ts'
import type { MemberItem, PersonItem, PersonName } from '../../../../preload/contract/index.ts'
import { call } from '../../../desktop.ts'

/** Finds the people whom inputs of a card ask for. */
export interface CardPeople {
  /** Those whom a query finds, the likeliest first; of an empty one those who are at hand. */
  find(query: string): Promise<readonly PersonItem[]>
  /** The names of ids, as far as they are known. */
  named(ids: readonly string[]): Promise<readonly PersonName[]>
}

/** Most people who are offered at a time. */
const most = 20

const canBeChosen = ({ deleted, bot }: PersonItem) => !deleted && bot === undefined

/** The members of a conversation whom a query names, then those of the whole company. */
export function peopleOf(members: readonly MemberItem[] | null): CardPeople {
  return {
    async find(query) {
      const here = (members ?? [])
        .filter(({ person, reading, nickname }) => {
          const named = [
            { ...person, reading },
            ...(nickname === '' ? [] : [{ name: nickname, latinName: '', reading }]),
          ]
          return canBeChosen(person) && (query === '' || named.some(name => matchesName(query, name)))
        })
        .map(({ person }) => person)
      if (query === '' || here.length >= most) return here.slice(0, most)
      const { people } = await call('directory.search', { query: query.slice(0, 100), limit: most })
      const ids = new Set(here.map(({ id }) => id))
      return [...here, ...people.filter(person => canBeChosen(person) && !ids.has(person.id))].slice(0, most)
    },
    async named(ids) {
      const here = new Map((members ?? []).map(({ person }) => [person.id, person]))
      const found = await Promise.all(
        ids.slice(0, 50).map(userId => here.get(userId) ?? call('directory.person', { userId })),
      )
      return found.filter(person => person !== null)
    },
  }
}
