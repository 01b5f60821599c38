import { useLanguage, useTranslate } from '../i18n.ts'
import { useSession } from '../stores/session.ts'
import { Logo, nameOf } from '../ui/index.ts'

/** The drag region of the window. The system draws its window buttons into it. */
export function TitleBar() {
  const t = useTranslate('app')
  const language = useLanguage()
  const workspace = useSession(state => state.session?.workspace ?? null)
  const name = workspace ? nameOf(workspace, language) : t('product')
  return (
    <header className="app-title-bar">
      <Logo size={20} />
      <span className="app-workspace ellipsis">{name}</span>
    </header>
  )
}
