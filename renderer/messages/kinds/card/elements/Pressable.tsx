import type { CardAction, CardInput } from '@lianqun/protocol'
import { type ReactNode, useContext } from 'react'
import { isCardLink } from '../../../../../common/card-text.ts'
import { actionKey, type CardContext, ScopeContext, useCard } from '../card-context.ts'

/** The words on what does an action. */
export function titleOf(action: CardAction, t: CardContext['t'], otherwise = ''): string {
  const said = action.title?.trim() || action.tooltip?.trim() || otherwise
  if (said !== '') return said
  return action.type === 'Action.OpenUrl' ? t('link', { host: URL.parse(action.url)?.host ?? '' }) : t('card')
}

interface Press {
  press: () => void
  disabled: boolean
}

/** What a press of an action does; null for one that cannot be pressed here. */
export function pressOf(action: CardAction, card: CardContext, scope: readonly CardInput[]): Press | null {
  const off = action.isEnabled === false
  switch (action.type) {
    case 'Action.ShowCard':
      return null
    case 'Action.OpenUrl':
      return { press: () => card.host.openLink(action.url), disabled: off || !isCardLink(action.url) }
    case 'Action.ToggleVisibility':
      return { press: () => card.toggle(action), disabled: off }
    default:
      return {
        press: () => card.submit(action, scope),
        disabled: off || card.busy !== null || card.blockedId !== undefined,
      }
  }
}

export function usePress(action: CardAction | undefined): Press | null {
  const card = useCard()
  const scope = useContext(ScopeContext)
  return action === undefined ? null : pressOf(action, card, scope)
}

/** Lies over an element so that a press anywhere on it does its action; what is pressed within it lies above. */
export function Cover({ action, name }: { action: CardAction | undefined; name: string }) {
  const { t, tabIndex, blockedId, busy } = useCard()
  const pressed = usePress(action)
  if (action === undefined || pressed === null) return null
  const label = titleOf(action, t, name)
  if (action.type === 'Action.OpenUrl' && !pressed.disabled)
    return (
      <a
        className="messages-card-cover"
        href={action.url}
        title={action.tooltip ?? action.url}
        tabIndex={tabIndex}
        onClick={event => {
          event.preventDefault()
          pressed.press()
        }}
      >
        <span className="visually-hidden">{label}</span>
      </a>
    )
  return (
    <button
      type="button"
      className="messages-card-cover"
      aria-label={label}
      title={action.tooltip}
      tabIndex={tabIndex}
      disabled={pressed.disabled}
      aria-busy={busy === actionKey(action) || undefined}
      aria-describedby={blockedId}
      onClick={pressed.press}
    />
  )
}

/** Words in a line that do an action. */
export function InlineAction({ action, children }: { action: CardAction; children: ReactNode }) {
  const { tabIndex } = useCard()
  const pressed = usePress(action)
  if (pressed === null) return children
  if (action.type === 'Action.OpenUrl' && !pressed.disabled)
    return (
      <a
        href={action.url}
        title={action.tooltip ?? action.url}
        tabIndex={tabIndex}
        onClick={event => {
          event.preventDefault()
          pressed.press()
        }}
      >
        {children}
      </a>
    )
  return (
    <button
      type="button"
      className="link-button messages-card-inline-action"
      title={action.tooltip}
      tabIndex={tabIndex}
      disabled={pressed.disabled}
      onClick={pressed.press}
    >
      {children}
    </button>
  )
}
