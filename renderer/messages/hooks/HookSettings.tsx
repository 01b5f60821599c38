import type { HookDialect, HookOptions } from '@lianqun/protocol'
import { useState } from 'react'
import type { HookItem } from '../../../preload/contract/index.ts'
import { call } from '../../desktop.ts'
import { useTranslate } from '../../i18n.ts'
import { ErrorState, type Query, SkeletonRows, toastError } from '../../ui/index.ts'
import { AddressPart } from './AddressPart.tsx'
import { EventsPart } from './EventsPart.tsx'
import { MappingPart } from './MappingPart.tsx'
import { SecurityPart } from './SecurityPart.tsx'
import type { Secrets } from './secrets.ts'
import { TestPart } from './TestPart.tsx'

/** What can be set of a hook: where it is posted to, what comes into the group, and from whom it is taken. */
export function HookSettings(props: { hook: HookItem; secrets: Query<Secrets>; onRenewed: () => void }) {
  const { hook, secrets, onRenewed } = props
  const t = useTranslate('hooks')
  const [dialect, setDialect] = useState<HookDialect>('any')
  const { options, change } = useOptions(hook.id, secrets)
  if (secrets.error && !secrets.data)
    return <ErrorState error={secrets.error} title={t('failed')} onRetry={secrets.reload} />
  if (!secrets.data || options === undefined) return <SkeletonRows count={4} />
  return (
    <div className="messages-hooks-settings">
      <AddressPart hook={hook} secrets={secrets.data} dialect={dialect} onDialect={setDialect} onRenewed={onRenewed} />
      <TestPart key={dialect} hook={hook} dialect={dialect} />
      <EventsPart hook={hook} options={options} onChange={change} />
      {dialect === 'any' && <MappingPart hook={hook} options={options} onChange={change} />}
      <SecurityPart secrets={secrets.data} options={options} dialect={dialect} onChange={change} />
    </div>
  )
}

/** The options of a hook as they are, with what was just changed and is on its way; and how to change them. */
function useOptions(hookId: string, secrets: Query<Secrets>) {
  const [changed, setChanged] = useState<Partial<HookOptions>>({})
  const { data, reload } = secrets
  const change = (options: Partial<HookOptions>) => {
    setChanged(before => ({ ...before, ...options }))
    call('hooks.update', { hookId, options }).then(
      () => reload(),
      error => {
        toastError(error)
        setChanged({})
      },
    )
  }
  return { options: data && { ...data.options, ...changed }, change }
}
