import { type KeyboardEvent, type ReactNode, useId } from 'react'
import { useTranslate } from '../i18n.ts'
import type { PanelTab } from './talk/panel.ts'

/** The tabs of a conversation's panel, and in `children` what the chosen one shows. */
export function PanelTabs(props: {
  tabs: readonly PanelTab[]
  tab: PanelTab
  onTab: (tab: PanelTab) => void
  children: ReactNode
}) {
  const { tabs, tab, onTab } = props
  const t = useTranslate('media')
  const id = useId()
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const at = tabs.indexOf(tab)
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key]
    const next = to === undefined ? undefined : tabs[(to + tabs.length) % tabs.length]
    if (next === undefined) return
    event.preventDefault()
    onTab(next)
    event.currentTarget.querySelector<HTMLElement>(`[data-tab="${next}"]`)?.focus()
  }
  return (
    <>
      <div className="messages-panel-tabs" role="tablist" aria-label={t('tabs')} onKeyDown={onKeyDown}>
        {tabs.map(name => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`${id}-${name}`}
            data-tab={name}
            aria-selected={name === tab}
            aria-controls={`${id}-panel`}
            tabIndex={name === tab ? 0 : -1}
            onClick={() => onTab(name)}
          >
            {t(`tab_${name}`)}
          </button>
        ))}
      </div>
      <div className="messages-panel-tab" role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${tab}`}>
        {props.children}
      </div>
    </>
  )
}
