import type { Card, CardInput } from '@lianqun/protocol'
import { type RefObject, useEffect, useRef, useState } from 'react'
import { type Language, translatorIn } from '../../../i18n.ts'
import { confirm } from '../../../ui/index.ts'
import { type AnsweredAction, actionKey, type CardContext, type CardHost, type CardOutcome } from './card-context.ts'
import { problemOf, sentValue, shownValue, type Typed } from './inputs.ts'
import type { CardMemory } from './memory.ts'
import { hiddenIn, isOpened, isShown, type Toggled, toggledBy } from './visibility.ts'

/** What a card says about the last action. */
export interface CardNote {
  outcome: Exclude<CardOutcome, { answer: 'errors' | 'shown' }>
  /** Does it once more. */
  again?: () => void
}

type State = Pick<
  CardContext,
  'isShown' | 'typedIn' | 'type' | 'problemOf' | 'toggle' | 'isOpened' | 'expands' | 'expand' | 'submit' | 'busy'
>

/** What a person does in a card. What they typed stays when the card becomes another version, as far as it still asks. */
export function useCardState(props: {
  card: Card
  version: string
  host: CardHost
  memory: CardMemory
  root: RefObject<HTMLElement | null>
}): State & { note: CardNote | null } {
  const { card, version, host, memory, root } = props
  const [typed, setTyped] = useState(memory.typed)
  const [toggled, setToggled] = useState(memory.toggled)
  const [expanded, setExpanded] = useState(memory.expanded)
  /** The inputs that somebody tried to send: what is wrong with them is said. */
  const [tried, setTried] = useState<ReadonlySet<string>>(new Set())
  const [busy, setBusy] = useState<string | null>(null)
  const [note, setNote] = useState<CardNote | null>(null)
  /** What who got it says is wrong, by the id of an input, until that is changed. */
  const [said, setSaid] = useState<Typed>({})
  const [wrong, setWrong] = useState<{ id: string } | null>(null)
  /** What was sent and taken: the card that answers to it has it. */
  const taken = useRef<Typed>({})
  const versionNow = useRef(version)

  useEffect(() => {
    Object.assign(memory, { typed, toggled, expanded })
  }, [memory, typed, toggled, expanded])

  const forget = (): void => {
    const sent = taken.current
    taken.current = {}
    if (Object.keys(sent).length > 0)
      setTyped(now => Object.fromEntries(Object.entries(now).filter(([id, value]) => sent[id] !== value)))
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: another version alone
  useEffect(() => {
    if (versionNow.current === version) return
    versionNow.current = version
    forget()
    setTried(new Set())
    setSaid({})
    // What was answered in words stays: the new face may be what came of it.
    setNote(before => (before !== null && staysWith(before) ? before : null))
  }, [version])

  // What is wrong is read with the field, so the field takes the focus once that is there.
  useEffect(() => {
    if (wrong !== null) root.current?.querySelector<HTMLElement>(`[data-input="${CSS.escape(wrong.id)}"]`)?.focus()
  }, [wrong, root])

  const send = async (action: AnsweredAction, values: Record<string, string>): Promise<void> => {
    setBusy(actionKey(action))
    setNote(null)
    setSaid({})
    const outcome = await host.act(action.id ?? '', values)
    setBusy(null)
    if (outcome.answer === 'shown') return
    if (outcome.answer === 'errors') {
      const { errors } = outcome
      const [first] = Object.keys(values).filter(id => Object.hasOwn(errors, id))
      setSaid(errors)
      if (first !== undefined) setWrong({ id: first })
      const others = Object.keys(errors).filter(id => !Object.hasOwn(values, id))
      const reason = others.map(id => errors[id]).join(' ')
      if (reason !== '') setNote({ outcome: { answer: 'failed', reason, again: false } })
      return
    }
    const retry = outcome.answer === 'failed' && outcome.again
    setNote({ outcome, ...(retry && { again: () => void send(action, values) }) })
    if (outcome.answer !== 'done' && outcome.answer !== 'waiting') return
    taken.current = pick(typed, Object.keys(values))
    if (versionNow.current !== version) forget()
  }
  const submit = async (action: AnsweredAction, scope: readonly CardInput[]): Promise<void> => {
    if (busy !== null) return
    const inputs = action.associatedInputs === 'none' ? [] : scope
    const hidden = hiddenIn(card, toggled)
    const first = inputs.find(input => !hidden.has(input) && problemOf(input, typed) !== null)
    setTried(new Set(inputs.map(({ id }) => id)))
    if (first !== undefined) return setWrong({ id: first.id })
    if (!(await isConfirmed(action, host.language))) return
    await send(action, Object.fromEntries(inputs.map(input => [input.id, sentValue(input, typed)])))
  }
  return {
    isShown: element => isShown(element, toggled),
    typedIn: input => shownValue(input, typed),
    type: ({ id }, value) => {
      setTyped(now => ({ ...now, [id]: value }))
      setSaid(({ [id]: _answered, ...others }) => others)
    },
    problemOf: input => {
      const words = Object.hasOwn(said, input.id) ? said[input.id] : undefined
      return (tried.has(input.id) ? problemOf(input, typed) : null) ?? (words ? { kind: 'said', words } : null)
    },
    toggle: action => setToggled((now: Toggled) => toggledBy(card, action, now)),
    isOpened: action => isOpened(card, action, toggled),
    expands: action => expanded.includes(actionKey(action)),
    expand: (action, beside) =>
      setExpanded(now => {
        const key = actionKey(action)
        const others = beside.map(actionKey)
        const rest = now.filter(one => !others.includes(one))
        return now.includes(key) ? rest : [...rest, key]
      }),
    submit: (action, scope) => void submit(action, scope),
    busy,
    note,
  }
}

function staysWith({ outcome }: CardNote): boolean {
  return outcome.answer === 'conflict' || (outcome.answer === 'done' && outcome.notice !== undefined)
}

async function isConfirmed({ confirm: asks, style, title }: AnsweredAction, language: Language): Promise<boolean> {
  if (asks === undefined) return true
  return confirm({
    title: asks.title,
    text: asks.text,
    action: asks.yes ?? title ?? translatorIn(language, 'card')('yes'),
    ...(asks.no !== undefined && { cancel: asks.no }),
    danger: style === 'destructive',
  })
}

function pick(typed: Typed, ids: readonly string[]): Typed {
  return Object.fromEntries(Object.entries(typed).filter(([id]) => ids.includes(id)))
}
