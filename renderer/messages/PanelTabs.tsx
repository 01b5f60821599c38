import type { ReactNode } from 'react'
import { useTranslate } from '../i18n.ts'
import { Tabs } from './Tabs.tsx'
import type { PanelTab } from './talk/panel.ts'

/** The tabs of a conversation's panel, and in `children` what the chosen one shows. */
export function PanelTabs(props: {
  tabs: readonly PanelTab[]
  tab: PanelTab
  onTab: (tab: PanelTab) => void
  children: ReactNode
}) {
  const t = useTranslate('media')
  const tabs = props.tabs.map(name => ({ name, label: t(`tab_${name}`) }))
  return (
    <Tabs label={t('tabs')} tabs={tabs} tab={props.tab} onTab={props.onTab}>
      {props.children}
    </Tabs>
  )
}
