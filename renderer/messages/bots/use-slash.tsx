import type { Editor } from '@tiptap/react'
import { CircleAlert, X } from 'lucide-react'
import { type ReactNode, type RefObject, useRef, useState } from 'react'
import { matchesName } from '../../../common/name-match.ts'
import type { MemberItem } from '../../../preload/contract/index.ts'
import { useLanguage, useTranslate } from '../../i18n.ts'
import { IconButton, readHan, Spinner, serverNow } from '../../ui/index.ts'
import { mentionOptions } from '../MentionList.tsx'
import type { SuggestionListHandle } from '../use-suggestions.ts'
import { giveCommand } from './give.ts'
import { botsOf, refreshBots } from './known.ts'
import { SlashList } from './SlashList.tsx'
import {
  argumentAt,
  matchingOffers,
  matchingProposals,
  type Offer,
  offerNamed,
  offersOf,
  proposalsOf,
  slashPlace,
  writtenCommand,
} from './slash.ts'
import type { SlashOption, SlashPicker, SlashSuggestionOptions } from './slash-suggestion.ts'
import './bots.css'

/** What bots offer is asked for anew at most once in this time when a command is begun, milliseconds. */
const freshForMs = 10_000
/** The most people that are proposed for an argument. */
const mostPeople = 20

interface Slash {
  suggestion: Omit<SlashSuggestionOptions, 'onPickerKey'>
  /** What is drawn above the text: the list, and what became of a command. */
  list(editor: Editor): ReactNode
  strip: ReactNode
  /** Gives what is written as a command; resolves with false where it is none. */
  give(editor: Editor): Promise<boolean>
  /** Whether what is written may be a command. */
  isBegun(editor: Editor): boolean
  /** Something else is written. */
  changed(): void
}

/** Commands of the bots of a conversation, in its composer or that of a thread. `on`: they can be given there. */
export function useSlash(props: {
  id: string
  thread: number | undefined
  on: boolean
  members: readonly MemberItem[] | null
  findMembers: ((query: string) => Promise<readonly MemberItem[]>) | null
  keys: RefObject<SuggestionListHandle | null>
}): Slash {
  const { id, thread, on, members, findMembers, keys } = props
  const t = useTranslate('botTalk')
  const language = useLanguage()
  const [picker, setPicker] = useState<SlashPicker | null>(null)
  const [offer, setOffer] = useState<Offer | null>(null)
  const [complete, setComplete] = useState(false)
  const [failed, setFailed] = useState('')
  const [giving, setGiving] = useState<Offer | null>(null)
  /** The bot whose command was chosen in the list. */
  const chosen = useRef<string | null>(null)
  const asked = useRef(0)
  const busy = useRef(false)

  const argumentOptions = async (on: Offer, index: number, query: string): Promise<SlashOption[]> => {
    const argument = argumentAt(on, index)
    if (argument === null) return []
    if (argument.kind === 'person') {
      const known = (findMembers ? await findMembers(query) : members) ?? []
      return mentionOptions(known, query, { language, meId: '', everyone: null })
        .slice(0, mostPeople)
        .map(person => ({ kind: 'person', key: person.id, person }))
    }
    const words = {
      now: new Date(serverNow()),
      today: t('today'),
      tomorrow: t('tomorrow'),
      nextHour: t('nextHour'),
      weekday: (day: Date) => day.toLocaleDateString(language === 'zh' ? 'zh-CN' : 'en-GB', { weekday: 'long' }),
    }
    return matchingProposals(proposalsOf(argument, words), query).map(proposal => ({
      kind: 'value',
      key: proposal.value,
      proposal,
    }))
  }

  const options = async (before: string): Promise<SlashOption[]> => {
    const place = slashPlace(before)
    if (place === null) return []
    if (place.at === 'name' && place.query === '' && Date.now() - asked.current > freshForMs) {
      asked.current = Date.now()
      refreshBots(id)
    }
    const offers = offersOf(await botsOf(id))
    if (place.at === 'argument') {
      const named = offerNamed(offers, place.name, chosen.current)
      setOffer(named)
      setComplete(false)
      return named === null ? [] : argumentOptions(named, place.index, place.query)
    }
    const { query } = place
    const byName = matchingOffers(offers, query)
    const found = byName.length > 0 ? byName : await offersByReading(offers, query)
    const exact = found.filter(({ command }) => command.name === query.toLowerCase())
    const [only] = exact
    setComplete(exact.length === 1 && !(only?.command.arguments ?? []).some(({ required }) => required === true))
    return found.map(one => ({ kind: 'command', key: `${one.bot.id} ${one.command.name}`, offer: one }))
  }

  const isBegun = (editor: Editor) => on && writtenCommand(editor.getJSON()) !== null

  const give = async (editor: Editor): Promise<boolean> => {
    const before = editor.getJSON()
    const written = writtenCommand(before)
    const meant = written && offerNamed(offersOf(await botsOf(id)), written.name, chosen.current)
    if (written === null || meant === null) return false
    if (busy.current) return true
    busy.current = true
    setFailed('')
    setGiving(meant)
    const problem = await giveCommand({ id, thread }, meant, written.text)
    busy.current = false
    setGiving(null)
    if (problem !== null) setFailed(problem)
    else if (!editor.isDestroyed && JSON.stringify(editor.getJSON()) === JSON.stringify(before)) {
      chosen.current = null
      editor.commands.clearContent(true)
    }
    return true
  }

  return {
    suggestion: {
      on,
      options,
      onCommand: ({ bot }) => {
        chosen.current = bot.id
      },
      onPicker: setPicker,
    },
    list: editor =>
      picker && <SlashList ref={keys} picker={picker} offer={offer} complete={complete} field={editor.view.dom} />,
    strip:
      failed !== '' ? (
        <div className="messages-slash-failed" role="alert">
          <CircleAlert className="icon-sm" aria-hidden="true" />
          <span className="grow">{failed}</span>
          <IconButton size="small" label={t('hideProblem')} icon={<X />} onClick={() => setFailed('')} />
        </div>
      ) : (
        giving && (
          <div className="messages-slash-giving" role="status">
            <Spinner size={14} />
            <span className="ellipsis">{t('giving', { bot: giving.bot.name })}</span>
          </div>
        )
      ),
    give,
    isBegun,
    changed: () => setFailed(''),
  }
}

/** The commands whose descriptions are read as a query of letters says; the dictionary for that takes a moment. */
async function offersByReading(offers: readonly Offer[], query: string): Promise<Offer[]> {
  if (!/^[a-z]+$/i.test(query)) return []
  const texts = offers.map(({ command }) => command.description)
  const read = new Map((await readHan(texts)).map((reading, index) => [texts[index], reading]))
  return matchingOffers(offers, query, description =>
    matchesName(query, { name: description, latinName: '', reading: read.get(description) ?? '' }),
  )
}
