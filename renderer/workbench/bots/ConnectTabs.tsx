import { Copy } from 'lucide-react'
import { useState } from 'react'
import type { ManagedBotItem } from '../../../preload/contract/index.ts'
import { call } from '../../desktop.ts'
import { useTranslate } from '../../i18n.ts'
import { Tabs } from '../../messages/index.ts'
import { copyText, ErrorState, IconButton, SkeletonRows, useQuery } from '../../ui/index.ts'
import { type Connection, newProjectLine, type System, snippetOf, systems, valuesOf } from './snippets.ts'

/** Stands for a token that is not known any more. */
const unknownToken = 'lqb-…'

/** How a program connects as a bot, by library. `token`: null: it is not known any more, and something stands for it. */
export function ConnectTabs({ bot, token }: { bot: ManagedBotItem; token: string | null }) {
  const t = useTranslate('ownBots')
  const [system, setSystem] = useState<System>('lianqun')
  const { data, error, reload } = useQuery('bot-addresses', () => call('bots.addresses', {}))
  if (!data) return error ? <ErrorState error={error} onRetry={reload} /> : <SkeletonRows count={2} />
  const connection: Connection = {
    addresses: data,
    botId: bot.id,
    feishuAppId: bot.feishuAppId ?? '',
    token: token ?? unknownToken,
  }
  const tabs = systems.map(name => ({ name, label: t(`system_${name}`) }))
  return (
    <div className="workbench-bots-connect">
      <Tabs label={t('system')} tabs={tabs} tab={system} onTab={setSystem}>
        <dl className="workbench-bots-values">
          {valuesOf(system, connection).map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <span className="grow ellipsis selectable">{value}</span>
                {/* Nobody needs what stands for the token. */}
                {!value.endsWith(unknownToken) && (
                  <IconButton
                    size="small"
                    label={t('copyValue', { name })}
                    icon={<Copy className="icon-md" />}
                    onClick={() => void copyText(value, t('valueCopied', { name }))}
                  />
                )}
              </dd>
            </div>
          ))}
        </dl>
        {system === 'lianqun' && (
          <Code label={t('newProject')} text={newProjectLine(connection)} copy={t('copyCode')} done={t('codeCopied')} />
        )}
        <Code label={t('code')} text={snippetOf(system, connection)} copy={t('copyCode')} done={t('codeCopied')} />
      </Tabs>
    </div>
  )
}

/** `copy`: what its button says; `done`: what is said when it was copied. */
function Code({ label, text, copy, done }: { label: string; text: string; copy: string; done: string }) {
  return (
    <div className="workbench-bots-code">
      <b>{label}</b>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls it */}
      <section className="selectable" aria-label={label} tabIndex={0}>
        <pre>{text.trimEnd()}</pre>
      </section>
      <IconButton
        size="small"
        label={`${copy} · ${label}`}
        icon={<Copy className="icon-md" />}
        onClick={() => void copyText(text, done)}
      />
    </div>
  )
}
