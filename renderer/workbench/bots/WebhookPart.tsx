import type { webhookFormats } from '@lianqun/protocol'
import { Copy, Eye, EyeOff } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import type { ManagedBotItem } from '../../../preload/contract/index.ts'
import { call, errorText } from '../../desktop.ts'
import { useTranslate } from '../../i18n.ts'
import { shownLimits } from '../../messages/index.ts'
import { Button, copyText, Field, IconButton, Segmented, toast, useBusy } from '../../ui/index.ts'

type Format = (typeof webhookFormats)[number]

/** Where a bot is posted what happens, in which form, and what that is signed with. */
export function WebhookPart({ bot, onChanged }: { bot: ManagedBotItem; onChanged: () => void }) {
  const t = useTranslate('ownBots')
  const { webhook } = bot
  const known: Format = webhook?.format === 'slack' ? 'slack' : 'lianqun'
  const [url, setUrl] = useState(webhook?.url ?? '')
  const [format, setFormat] = useState<Format>(known)
  const [failure, setFailure] = useState('')
  const [busy, run] = useBusy(error => setFailure(errorText(error)))
  const wanted = url.trim()
  const changed = wanted !== (webhook?.url ?? '') || (webhook !== null && format !== known)
  const set = (next: { url: string; format: Format } | null) =>
    run(async () => {
      setFailure('')
      await call('bots.update', { botId: bot.id, webhook: next })
      if (next === null) setUrl('')
      onChanged()
      toast({ kind: 'done', text: t(next === null ? 'cleared' : 'saved') })
    })
  const save = (event: FormEvent) => {
    event.preventDefault()
    if (busy || !changed) return
    if (wanted === '') return set(null)
    const isHttp = /^https?:$/.test(URL.parse(wanted)?.protocol ?? '')
    if (isHttp) set({ url: wanted, format })
    else setFailure(t('urlBad'))
  }
  return (
    <section className="workbench-bots-part" aria-label={t('webhook')}>
      <h3>
        {t('webhook')}
        <small>{t('webhookHint')}</small>
      </h3>
      <form className="workbench-bots-form" onSubmit={save}>
        <Field
          label={t('url')}
          value={url}
          error={failure}
          placeholder={t('urlPlaceholder')}
          maxLength={shownLimits.linkChars}
          compact
          inputMode="url"
          onChange={text => {
            setUrl(text)
            setFailure('')
          }}
        />
        <div className="workbench-bots-setting">
          <span className="grow">
            {t('format')}
            <small>{t(`formatHint_${format}`)}</small>
          </span>
          <Segmented
            label={t('format')}
            value={format}
            options={[
              { value: 'lianqun', label: t('format_lianqun') },
              { value: 'slack', label: t('format_slack') },
            ]}
            onChange={setFormat}
          />
        </div>
        {(changed || webhook !== null) && (
          <div className="workbench-bots-actions">
            {webhook !== null && (
              <Button size="small" kind="quiet" disabled={busy} onClick={() => set(null)}>
                {t('clear')}
              </Button>
            )}
            <Button size="small" kind="primary" type="submit" busy={busy} disabled={!changed}>
              {t('save')}
            </Button>
          </div>
        )}
      </form>
      {webhook !== null && <Secret botId={bot.id} />}
    </section>
  )
}

/** What the posts are signed with: asked for only when somebody wants to see or to copy it. */
function Secret({ botId }: { botId: string }) {
  const t = useTranslate('ownBots')
  const [secret, setSecret] = useState<string | null>(null)
  const [failure, setFailure] = useState('')
  const [busy, run] = useBusy(error => setFailure(t('secretFailed', { reason: errorText(error) })))
  const withSecret = (act: (secret: string) => unknown) =>
    run(async () => {
      setFailure('')
      act((await call('bots.secret', { botId })).secret)
    })
  const shown = secret !== null
  return (
    <>
      <div className="workbench-bots-secret">
        <span className="muted">{t('secret')}</span>
        <output className="grow selectable" aria-label={t('secret')}>
          {secret ?? '••••••••••••'}
        </output>
        <IconButton
          size="small"
          label={t(shown ? 'concealSecret' : 'revealSecret')}
          icon={shown ? <EyeOff className="icon-md" /> : <Eye className="icon-md" />}
          aria-pressed={shown}
          disabled={busy}
          onClick={() => (shown ? setSecret(null) : withSecret(setSecret))}
        />
        <IconButton
          size="small"
          label={t('copySecret')}
          icon={<Copy className="icon-md" />}
          disabled={busy}
          onClick={() => withSecret(text => void copyText(text, t('secretCopied')))}
        />
      </div>
      {failure !== '' && (
        <p className="field-error" role="alert">
          {failure}
        </p>
      )}
    </>
  )
}
