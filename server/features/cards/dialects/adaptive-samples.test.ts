import { globSync, readFileSync } from 'node:fs'
import { type Card, cardText, visitCard, writtenCardSchema } from '@lianqun/protocol'
import { describe, expect, it } from 'vitest'
import { importAdaptiveCard } from './adaptive.ts'

const folder = new URL('../fixtures/adaptive-samples/', import.meta.url)
const names = globSync('v1.*/**/*.json', { cwd: folder }).sort()
const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, folder), 'utf8').replace(/^\ufeff/, ''))
const imported = (name: string) => importAdaptiveCard(read(name), { language: 'en', timeZone: 'UTC' })

/** What the official parser reads in each sample: texts that are read, and labels of what can be pressed or filled in. */
const official = read('official-texts.json') as Record<string, { texts: string[]; labels: string[] }>

/** Texts of the official parser that ours does not have, with why. */
const missing: Record<string, { texts: RegExp; why: string }> = {
  'v1.5/Elements/Input.ChoiceSet.Filtered.json': { texts: /./, why: 'a list of a card has at most 200 items' },
  'v1.1/Elements/ColumnSet.SelectAction.json': {
    texts: /^(Resume all|More activities)$/,
    why: 'a button may only open the web or mail',
  },
}

const squeezed = (text: string) => text.replace(/\s+/g, ' ').trim()

/** All texts of a card, with those of the cards that its buttons open. */
function textsOf(card: Card): string {
  const texts = [cardText(card).text]
  visitCard(card, node => {
    const inner = node.card as Card | undefined
    if (node.type === 'Action.ShowCard' && inner) texts.push(cardText(inner).text)
  })
  return squeezed(texts.join('\n'))
}

/** Titles, tooltips and placeholders. */
function labelsOf(card: Card): Set<unknown> {
  const labels: unknown[] = []
  visitCard(card, node => labels.push(node.title, node.tooltip, node.placeholder))
  return new Set(labels.map(label => (typeof label === 'string' ? squeezed(label) : label)))
}

describe('the public samples of Adaptive Cards', () => {
  it.each(names)('%s becomes a card that says what it says', name => {
    const { card } = imported(name)
    expect(writtenCardSchema.safeParse(card).error?.issues ?? []).toEqual([])
    const said = textsOf(card)
    const labels = labelsOf(card)
    const { texts, labels: asked } = official[name] ?? { texts: ['not in official-texts.json'], labels: [] }
    const lacking = [...texts.filter(text => !said.includes(text)), ...asked.filter(label => !labels.has(label))]
    const known = missing[name]
    expect(lacking.filter(text => !known?.texts.test(text))).toEqual([])
    expect(lacking.length > 0, 'listed as missing').toBe(known !== undefined)
  })

  it('lose nothing in most', () => {
    const whole = names.filter(name => imported(name).lost.length === 0)
    expect({ samples: names.length, whole: whole.length }).toEqual({ samples: 186, whole: 112 })
  })
})
