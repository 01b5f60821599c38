import { type KeyboardEvent, useRef } from 'react'
import type { BotIcon } from '../../../preload/contract/hooks.ts'
import { useTranslate } from '../../i18n.ts'
import { botIcon, botIconNames, Tooltip } from '../../ui/index.ts'
import './hooks.css'

/** The pictures that a bot can be given, one of which is chosen; the arrow keys move to the others. */
export function IconPicker({ value, onChange }: { value: BotIcon; onChange: (icon: BotIcon) => void }) {
  const t = useTranslate('hooks')
  const box = useRef<HTMLDivElement>(null)
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key]
    if (step === undefined) return
    event.preventDefault()
    const count = botIconNames.length
    const next = botIconNames[(botIconNames.indexOf(value) + step + count) % count]
    if (next === undefined) return
    onChange(next)
    box.current?.querySelector<HTMLElement>(`[data-icon="${next}"]`)?.focus()
  }
  return (
    <div className="messages-hooks-icons">
      <p>{t('icon')}</p>
      <div ref={box} role="radiogroup" aria-label={t('icon')} onKeyDown={onKeyDown}>
        {botIconNames.map(name => {
          const Icon = botIcon(name)
          return (
            <Tooltip key={name} text={t(`icon_${name}`)}>
              {/* biome-ignore lint/a11y/useSemanticElements: a tile with an icon */}
              <button
                type="button"
                role="radio"
                aria-checked={name === value}
                aria-label={t(`icon_${name}`)}
                data-icon={name}
                tabIndex={name === value ? 0 : -1}
                onClick={() => onChange(name)}
              >
                <Icon aria-hidden="true" />
              </button>
            </Tooltip>
          )
        })}
      </div>
    </div>
  )
}
