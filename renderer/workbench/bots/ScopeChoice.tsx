import type { BotScope } from '@lianqun/protocol'
import { useTranslate } from '../../i18n.ts'
import { scopeNames } from '../../messages/index.ts'
import { CheckMark } from '../../ui/index.ts'

/** What a bot is allowed, a sentence each. */
export function ScopeChoice(props: {
  scopes: readonly string[]
  disabled?: boolean
  onChange: (scopes: BotScope[]) => void
}) {
  const { scopes, disabled = false, onChange } = props
  const t = useTranslate('botProfile')
  const own = useTranslate('ownBots')
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows with a mark of our own
    <div className="workbench-bots-scopes" role="group" aria-label={own('access')}>
      {scopeNames.map(scope => {
        const on = scopes.includes(scope)
        return (
          // biome-ignore lint/a11y/useSemanticElements: a row with a mark
          <button
            key={scope}
            type="button"
            role="checkbox"
            aria-checked={on}
            disabled={disabled}
            onClick={() => onChange(scopeNames.filter(name => (name === scope ? !on : scopes.includes(name))))}
          >
            <CheckMark on={on} disabled={disabled} />
            <span>{t(`scope_${scope}`)}</span>
          </button>
        )
      })}
    </div>
  )
}
