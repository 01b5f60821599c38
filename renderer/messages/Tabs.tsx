import { type KeyboardEvent, type ReactNode, useId } from 'react'
import './panel.css'

/** A row of tabs, and in `children` what the chosen one shows. */
export function Tabs<T extends string>(props: {
  /** The accessible name of the row. */
  label: string
  tabs: readonly { name: T; label: string }[]
  tab: T
  onTab: (tab: T) => void
  children: ReactNode
}) {
  const { label, tabs, tab, onTab } = props
  const id = useId()
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const at = tabs.findIndex(({ name }) => name === tab)
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key]
    const next = to === undefined ? undefined : tabs[(to + tabs.length) % tabs.length]
    if (next === undefined) return
    event.preventDefault()
    onTab(next.name)
    event.currentTarget.querySelector<HTMLElement>(`[data-tab="${next.name}"]`)?.focus()
  }
  return (
    <>
      <div className="messages-panel-tabs" role="tablist" aria-label={label} onKeyDown={onKeyDown}>
        {tabs.map(({ name, label: words }) => (
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
            {words}
          </button>
        ))}
      </div>
      <div className="messages-panel-tab" role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${tab}`}>
        {props.children}
      </div>
    </>
  )
}
