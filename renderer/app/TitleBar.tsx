import { ArrowLeft, ArrowRight } from 'lucide-react'
import { useLanguage, useTranslate } from '../i18n.ts'
import { travel, useCanTravel } from '../stores/navigation.ts'
import { useSession } from '../stores/session.ts'
import { IconButton, isMac, Logo, nameOf } from '../ui/index.ts'

/** The drag region of the window. The system draws its window buttons into it. */
export function TitleBar({ moves = false }: { moves?: boolean }) {
  const t = useTranslate('app')
  const language = useLanguage()
  const workspace = useSession(state => state.session?.workspace ?? null)
  const name = workspace ? nameOf(workspace, language) : t('product')
  return (
    <header className="app-title-bar">
      <Logo size={20} />
      <span className="app-workspace ellipsis">{name}</span>
      {moves && <Moves />}
    </header>
  )
}

/** Back and forward among the places visited. */
function Moves() {
  const t = useTranslate('app')
  const canGoBack = useCanTravel(-1)
  const canGoForward = useCanTravel(1)
  return (
    <span className="app-moves">
      <IconButton
        size="small"
        label={t('back')}
        shortcut={isMac ? '⌘[' : 'Alt ←'}
        icon={<ArrowLeft />}
        disabled={!canGoBack}
        onClick={() => travel(-1)}
      />
      <IconButton
        size="small"
        label={t('forward')}
        shortcut={isMac ? '⌘]' : 'Alt →'}
        icon={<ArrowRight />}
        disabled={!canGoForward}
        onClick={() => travel(1)}
      />
    </span>
  )
}
