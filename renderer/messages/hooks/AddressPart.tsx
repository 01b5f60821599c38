import type { HookDialect, hookDialects } from '@lianqun/protocol'
import { Copy, Eye, EyeOff, RefreshCw } from 'lucide-react'
import { useState } from 'react'
import type { HookItem } from '../../../preload/contract/index.ts'
import { useTranslate } from '../../i18n.ts'
import { copyText, IconButton, Segmented } from '../../ui/index.ts'
import { curlOf, masked } from './curl.ts'
import { confirmRenew } from './HookHead.tsx'
import { JsonView } from './JsonView.tsx'
import { samplesOf, written } from './samples.ts'
import type { Secrets } from './secrets.ts'

/** In the order in which they are offered. */
const dialects: typeof hookDialects = [
  'any',
  'wecom',
  'dingtalk',
  'feishu',
  'slack',
  'teams',
  'mattermost',
  'rocketchat',
]

/** Where a hook is posted to in each dialect, with an example. */
export function AddressPart(props: {
  hook: HookItem
  secrets: Secrets
  dialect: HookDialect
  onDialect: (dialect: HookDialect) => void
  onRenewed: () => void
}) {
  const { hook, secrets, dialect, onDialect, onRenewed } = props
  const t = useTranslate('hooks')
  const [revealed, setRevealed] = useState(false)
  const [form, setForm] = useState<'json' | 'curl'>('json')
  const address = secrets.addresses[dialect]
  const shown = address === undefined ? '' : revealed ? address : masked(address)
  const body = written(samplesOf(dialect)[0]?.body ?? {})
  const example = (at: string) => (form === 'json' ? body : curlOf(at, body))
  return (
    <section className="messages-hooks-part" aria-label={t('address')}>
      <h3>
        {t('address')}
        <small>{t('addressHint')}</small>
      </h3>
      <Segmented
        label={t('dialect')}
        value={dialect}
        options={dialects.map(value => ({ value, label: t(`dialect_${value}`) }))}
        onChange={onDialect}
      />
      {address === undefined ? (
        <p className="messages-hooks-hint">{t('noAddress')}</p>
      ) : (
        <>
          <div className="messages-hooks-address">
            <output className="grow selectable" aria-label={t('address')} data-revealed={revealed || undefined}>
              {shown}
            </output>
            <IconButton
              size="small"
              label={t(revealed ? 'conceal' : 'reveal')}
              icon={revealed ? <EyeOff className="icon-md" /> : <Eye className="icon-md" />}
              aria-pressed={revealed}
              onClick={() => setRevealed(!revealed)}
            />
            <IconButton
              size="small"
              label={t('copyAddress')}
              icon={<Copy className="icon-md" />}
              onClick={() => void copyText(address, t('addressCopied'))}
            />
            <IconButton
              size="small"
              label={t('renew')}
              icon={<RefreshCw className="icon-md" />}
              onClick={() => confirmRenew(hook, onRenewed)}
            />
          </div>
          <p className="messages-hooks-hint">
            {dialect === 'any' ? t('addressAny') : t('addressOf', { dialect: t(`dialect_${dialect}`) })}
          </p>
          <div className="messages-hooks-example">
            <div className="messages-hooks-example-head">
              <Segmented
                label={t('example')}
                value={form}
                options={[
                  { value: 'json', label: t('exampleJson') },
                  { value: 'curl', label: t('exampleCurl') },
                ]}
                onChange={setForm}
              />
              <IconButton
                size="small"
                label={t('copyExample')}
                icon={<Copy className="icon-md" />}
                onClick={() => void copyText(example(address), t('exampleCopied'))}
              />
            </div>
            <JsonView text={example(shown)} label={t('example')} />
          </div>
        </>
      )}
    </section>
  )
}
