import type { Card } from '@lianqun/protocol'
import { useEffect, useMemo, useState } from 'react'
import type { CardProblem } from '../../../preload/contract/index.ts'
import { call } from '../../desktop.ts'
import { useTranslate } from '../../i18n.ts'
import { toastError, useDebounced } from '../../ui/index.ts'
import { cardFindings, type Finding, syntaxFinding } from './findings.ts'
import { jsonPlaces } from './json-places.ts'

/** A pause in typing after which a card is checked, milliseconds. */
const quietMs = 250

export interface Checked {
  /** The text that was checked: what is said is about its places. */
  text: string
  findings: readonly Finding[]
  /** The card that the text is; null: it is none. */
  card: Card | null
  /** The last text that was a card. */
  shown: Card | null
  /** Characters of the card without spaces; null: the text is no JSON. */
  chars: number | null
}

interface Answer {
  text: string
  problems: readonly CardProblem[]
  card: Card | null
}

/** Checks a text while it is written; null until it was for the first time. */
export function useCheck(text: string): Checked | null {
  const t = useTranslate('designer')
  const settled = useDebounced(text, quietMs)
  const places = useMemo(() => jsonPlaces(settled), [settled])
  const [answer, setAnswer] = useState<Answer | null>(null)
  const [shown, setShown] = useState<Card | null>(null)
  useEffect(() => {
    if ('error' in places) return
    let over = false
    call('cards.check', { json: settled }).then(({ card, problems }) => {
      if (over) return
      setAnswer({ text: settled, card, problems })
      if (card !== null) setShown(card)
    }, toastError)
    return () => {
      over = true
    }
  }, [settled, places])
  return useMemo(() => {
    if ('error' in places)
      return { text: settled, findings: [syntaxFinding(settled, places.error, t)], card: null, shown, chars: null }
    if (answer === null) return null
    const { text: checked, card, problems } = answer
    const then = checked === settled ? places : jsonPlaces(checked)
    const findings = 'root' in then ? cardFindings(checked, then.root, problems, t) : []
    const chars = JSON.stringify(JSON.parse(checked)).length
    return { text: checked, findings, card, shown, chars }
  }, [settled, places, answer, shown, t])
}
