import type { Card } from '@lianqun/protocol'
import { visitCard } from '../../../common/card-text.ts'

const hindrances = ['buttons', 'inputs', 'refresh', 'pictures'] as const
/** Why a person cannot send a card: only a program can answer for what is in it. */
export type Hindrance = (typeof hindrances)[number]

/** Why a person cannot send a card; empty: they can. */
export function hindrancesOf(card: Card): Hindrance[] {
  const found = new Set<Hindrance>(card.refresh === undefined ? [] : ['refresh'])
  visitCard(card, ({ type, file, url }) => {
    if (type === 'Action.Submit' || type === 'Action.Execute') found.add('buttons')
    else if (typeof type === 'string' && type.startsWith('Input.')) found.add('inputs')
    else if (type === 'Image' && (file !== undefined || (typeof url === 'string' && !/^https?:/i.test(url))))
      found.add('pictures')
  })
  return hindrances.filter(one => found.has(one))
}
