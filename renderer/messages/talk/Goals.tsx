import { X } from 'lucide-react'
import type { CallResult, ConversationItem, PersonItem } from '../../../preload/contract/index.ts'
import { call } from '../../desktop.ts'
import { useLanguage, useTranslate } from '../../i18n.ts'
import {
  Avatar,
  CheckMark,
  ConversationAvatar,
  conversationTitle,
  departmentAndTitle,
  ErrorState,
  nameOf,
  SkeletonRows,
  useDebounced,
  useQuery,
} from '../../ui/index.ts'
import { shownLimits } from '../limits.ts'
import './forward.css'

/* Choosing where something is sent to: conversations, and people. */

type Group = Pick<
  ConversationItem,
  'id' | 'kind' | 'name' | 'avatarPeople' | 'titlePeople' | 'morePeople' | 'memberCount' | 'external'
>
/** Where something is sent to: a conversation, or a person, with whom there may be none yet. */
export type Goal =
  | { key: string; kind: 'conversation'; item: Group }
  | { key: string; kind: 'person'; item: PersonItem }

const conversationGoal = (item: Group): Goal => ({ key: `c-${item.id}`, kind: 'conversation', item })
const personGoal = (item: PersonItem): Goal => ({ key: `p-${item.id}`, kind: 'person', item })

/** The chosen goals with one more, or without it; no more than may be. */
export function toggled(chosen: readonly Goal[], goal: Goal): readonly Goal[] {
  if (chosen.some(({ key }) => key === goal.key)) return chosen.filter(({ key }) => key !== goal.key)
  return chosen.length < shownLimits.forwardTargets ? [...chosen, goal] : chosen
}

/** The goals that are offered: recent conversations, or what a query finds. */
function useGoals(query: string) {
  const settled = useDebounced(query.trim(), 150)
  const recent = useQuery('forward:recent', () => call('conversations.page', { filter: 'every', offset: 0, limit: 60 }))
  const found = useQuery(
    settled === '' ? null : `forward:${settled}`,
    () => call('directory.search', { query: settled.slice(0, 100), limit: 30 }),
    [],
    { keep: true },
  )
  const lists: { title: 'recent' | 'people' | 'groups'; goals: Goal[] }[] =
    settled === ''
      ? [{ title: 'recent', goals: (recent.data?.items ?? []).filter(item => !item.left).map(conversationGoal) }]
      : [
          { title: 'people', goals: (found.data?.people ?? []).map(personGoal) },
          { title: 'groups', goals: groupsOf(found.data).map(conversationGoal) },
        ]
  const active = settled === '' ? recent : found
  return { lists: lists.filter(({ goals }) => goals.length > 0), settled, active }
}

function groupsOf(found: CallResult<'directory.search'> | undefined): Group[] {
  return (found?.conversations ?? []).filter(({ kind }) => kind === 'group')
}

/** The goals to choose from, recent ones or those that a query finds. */
export function Goals(props: { query: string; chosen: readonly Goal[]; onToggle: (goal: Goal) => void }) {
  const t = useTranslate('talk')
  const { lists, settled, active } = useGoals(props.query)
  const chosen = new Set(props.chosen.map(({ key }) => key))
  if (active.error) return <ErrorState error={active.error} onRetry={active.reload} />
  if (lists.length === 0)
    return active.loading ? (
      <SkeletonRows count={4} />
    ) : (
      <p className="messages-forward-none">{t('noTarget', { query: settled })}</p>
    )
  return (
    <div className="messages-forward-list">
      {lists.map(({ title, goals }) => (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset would be a form
        <div key={title} role="group" aria-label={t(title)}>
          <h3>{t(title)}</h3>
          {goals.map(goal => (
            <GoalRow key={goal.key} goal={goal} on={chosen.has(goal.key)} onToggle={props.onToggle} />
          ))}
        </div>
      ))}
    </div>
  )
}

function useGoalName(): (goal: Goal) => string {
  const language = useLanguage()
  return goal => (goal.kind === 'person' ? nameOf(goal.item, language) : conversationTitle(goal.item, language))
}

function GoalRow({ goal, on, onToggle }: { goal: Goal; on: boolean; onToggle: (goal: Goal) => void }) {
  const t = useTranslate('talk')
  const language = useLanguage()
  const name = useGoalName()(goal)
  const about =
    goal.kind === 'person'
      ? departmentAndTitle(goal.item, language)
      : goal.item.kind === 'group'
        ? t('memberCount', { count: goal.item.memberCount })
        : ''
  return (
    // biome-ignore lint/a11y/useSemanticElements: a row with picture and lines
    <button type="button" role="checkbox" aria-checked={on} aria-label={name} onClick={() => onToggle(goal)}>
      <CheckMark on={on} />
      {goal.kind === 'person' ? (
        <Avatar person={goal.item} size={36} />
      ) : (
        <ConversationAvatar conversation={goal.item} size={36} />
      )}
      <span className="messages-forward-name">
        <span className="ellipsis">{name}</span>
        {goal.item.external ? (
          <small className="messages-forward-external">{t('external')}</small>
        ) : (
          about && <small>{about}</small>
        )}
      </span>
    </button>
  )
}

/** The goals that are chosen. */
export function Chosen(props: { chosen: readonly Goal[]; onToggle: (goal: Goal) => void; onClear: () => void }) {
  const t = useTranslate('talk')
  const nameOfGoal = useGoalName()
  const { chosen } = props
  return (
    <>
      <h3>
        {t('sendTo', { count: chosen.length })}
        {chosen.length > 0 && (
          <button type="button" className="link-button" onClick={props.onClear}>
            {t('clear')}
          </button>
        )}
      </h3>
      {chosen.length === 0 ? (
        <p className="muted">{t('noTargets')}</p>
      ) : (
        <ul className="messages-forward-chips">
          {chosen.map(goal => (
            <li key={goal.key}>
              <span className="ellipsis">{nameOfGoal(goal)}</span>
              <button
                type="button"
                aria-label={t('removeTarget', { name: nameOfGoal(goal) })}
                onClick={() => props.onToggle(goal)}
              >
                <X className="icon-sm" aria-hidden="true" />
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
