import type { ConversationItem } from '../../preload/contract/index.ts'
import { nameOf } from '../ui/names.ts'
import type { LineContext } from './kinds/index.ts'

/** Says why the user is out of a conversation; empty for one that the user is a member of. */
export function leftWords({ left }: Pick<ConversationItem, 'left'>, { t, language, meId }: LineContext): string {
  if (left === null) return ''
  const name = left.by === null ? '' : nameOf(left.by, language)
  if (left.dissolved) return name === '' ? t('dissolvedUnknown') : t('dissolvedBy', { name })
  if (left.department) return t('leftDepartment')
  if (left.by?.id === meId) return t('leftMyself')
  return name === '' ? t('leftUnknown') : t('leftBy', { name })
}
