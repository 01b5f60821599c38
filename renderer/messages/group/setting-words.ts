import type { GroupItem } from '../../../preload/contract/index.ts'
import type { Translate } from '../../i18n.ts'

export type Setting = keyof GroupItem['settings']
/** In the order in which they are listed. */
export const settingNames = [
  'speak',
  'addMembers',
  'mentionAll',
  'pin',
  'mark',
  'editMessages',
  'editInfo',
  'announce',
  'history',
  'slowSeconds',
] as const satisfies readonly Setting[]

/** What a setting is set to, in words; of a later version as the nearest that is known. */
export function settingValue(t: Translate<'group'>, setting: Setting, value: unknown): string {
  if (setting === 'history') {
    if (typeof value === 'number') return t('history_days', { count: value })
    return t(value === 'all' ? 'history_all' : 'history_joining')
  }
  if (setting === 'slowSeconds') {
    if (typeof value !== 'number' || value === 0) return t('slowOff')
    return value % 60 === 0 ? t('slow_minutes', { count: value / 60 }) : t('slow_seconds', { count: value })
  }
  return t(value === 'everyone' ? 'everyone' : 'admins')
}

/** The settings that a notice reports, in words; those of a later version are left out. */
export function settingsLine(t: Translate<'group'>, settings: Readonly<Record<string, unknown>>): string {
  return settingNames
    .filter(name => settings[name] !== undefined)
    .map(name => t('settingLine', { name: t(`set_${name}`), value: settingValue(t, name, settings[name]) }))
    .join(t('settingSeparator'))
}
