import { X } from 'lucide-react'
import { useState } from 'react'
import { useLanguage, useTranslate } from '../i18n.ts'
import { goTo, openSearch, useNavigation } from '../stores/navigation.ts'
import { useMe, useSession } from '../stores/session.ts'
import { Button, IconButton, nameOf, shortcut } from '../ui/index.ts'

const dismissed = 'lianqun.demo-guide-dismissed'

/** A short way into the demo: who one is there, and what to try. Stays away once it was dismissed. */
export function DemoGuide() {
  const t = useTranslate('app')
  const language = useLanguage()
  const me = useMe()
  const demo = useSession(state => state.session?.demo ?? null)
  const workspace = useSession(state => state.session?.workspace ?? null)
  const [shown, setShown] = useState(() => localStorage.getItem(dismissed) === null)
  // Only where nothing else is, so that it covers nothing.
  const free = useNavigation(state => state.section === 'messages' && state.conversation === null)
  if (!shown || !free || demo === null || workspace?.name !== demo.name) return null
  const dismiss = () => {
    localStorage.setItem(dismissed, '1')
    setShown(false)
  }
  return (
    <aside className="app-demo-guide" aria-label={t('demoGuide')}>
      <header>
        <h2>{t('demoYou', { name: nameOf(me, language), workspace: nameOf(demo, language) })}</h2>
        <IconButton size="small" label={t('demoClose')} icon={<X />} onClick={dismiss} />
      </header>
      <p>{t('demoText')}</p>
      <ol>
        <li>{t('demoTryMention')}</li>
        <li>
          {t('demoTrySearch')}{' '}
          <button type="button" className="link-button" onClick={openSearch}>
            {t('demoSearch', { keys: shortcut('K') })}
          </button>
        </li>
        <li>
          {t('demoTryApp')}{' '}
          <button type="button" className="link-button" onClick={() => goTo('workbench', { focus: true })}>
            {t('demoWorkbench')}
          </button>
        </li>
      </ol>
      <Button size="small" onClick={dismiss}>
        {t('demoDismiss')}
      </Button>
    </aside>
  )
}
