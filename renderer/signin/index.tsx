import { Globe, Lock } from 'lucide-react'
import { useLanguage, useTranslate } from '../i18n.ts'
import { useSession } from '../stores/session.ts'
import { saveSettings, useSettings } from '../stores/settings.ts'
import { Logo, toastError } from '../ui/index.ts'
import { Blocked } from './Blocked.tsx'
import { SignInForm, useSignIn } from './SignInForm.tsx'
import './signin.css'

/** The signed-out window: the form, or the reason why the session is blocked. */
export function SignInScreen() {
  const session = useSession(state => state.session)
  const signIn = useSignIn()
  return (
    <div className="signin">
      <Brand />
      <div className="signin-side">
        <div className="signin-scroll">
          {session?.phase === 'blocked' && session.notice ? (
            <Blocked key={session.notice} notice={session.notice} state={signIn} />
          ) : (
            <SignInForm state={signIn} />
          )}
        </div>
        <Corner />
      </div>
    </div>
  )
}

function Brand() {
  const t = useTranslate('signin')
  return (
    <section className="signin-brand" aria-label={t('product')}>
      <svg className="signin-lines" viewBox="0 0 500 764" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
        <g fill="none" stroke="#9fe0d0" strokeLinecap="round" strokeWidth="26" opacity=".09">
          <path d="M250 330h-60a100 100 0 0 1 0-200h90a100 100 0 0 1 100 100" />
          <path d="M310 190h60a100 100 0 0 1 0 200h-90a100 100 0 0 1-100-100" />
        </g>
      </svg>
      <div className="signin-name">
        <Logo size={36} ground="#1c8a78" />
        {t('product')}
      </div>
      <h2 className="signin-claim">{t('claim')}</h2>
      <p className="text">{t('claimText')}</p>
      <div className="signin-facts">
        <span>
          <Lock className="icon-sm" aria-hidden="true" />
          {t('encrypted')}
        </span>
        <span>
          <Globe className="icon-sm" aria-hidden="true" />
          {t('selfHosted')}
        </span>
      </div>
    </section>
  )
}

function Corner() {
  const t = useTranslate('signin')
  const language = useLanguage()
  const version = useSettings(state => state.info?.version ?? '')
  return (
    <footer className="signin-corner">
      <button
        type="button"
        aria-label={t('switchLanguage')}
        onClick={() => saveSettings({ language: language === 'zh' ? 'en' : 'zh' }).catch(toastError)}
      >
        {t('otherLanguage')}
      </button>
      <span>{t('version', { version })}</span>
    </footer>
  )
}
