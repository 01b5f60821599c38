import { MessagesSquare } from 'lucide-react'
import type { DepartmentItem } from '../../preload/contract/index.ts'
import { call } from '../desktop.ts'
import { useLanguage, useTranslate } from '../i18n.ts'
import { shownLimits } from '../messages/index.ts'
import { openConversation } from '../stores/navigation.ts'
import { useOnline } from '../stores/session.ts'
import { Button, confirm, nameOf, numberText, toast, useQuery } from '../ui/index.ts'

/**
 * Opens the group that follows a department, for its members; makes it, for whom the server lets. Nothing for others:
 * offline only a group that the person is in is known.
 */
export function DepartmentGroup({ department }: { department: DepartmentItem }) {
  const t = useTranslate('directory')
  const language = useLanguage()
  const online = useOnline()
  const { id: departmentId, headcount } = department
  const found = useQuery(
    `department-group:${departmentId}/${online}`,
    () => call('directory.departmentGroup', { departmentId }),
    ['directory', 'me'],
  )
  const { id = null, mayMake = false } = found.data ?? {}
  if (id === null && (!mayMake || headcount === 0)) return null
  const name = nameOf(department, language)
  const make = async () => {
    if (headcount > shownLimits.members) {
      toast({ kind: 'failed', text: t('groupTooLarge', { name, count: shownLimits.members }) })
      return
    }
    let made: string | null = null
    const done = await confirm({
      title: t('makeGroupTitle', { name }),
      text: t('makeGroupText', { count: headcount, number: numberText(headcount, language) }),
      action: t('makeGroup'),
      onConfirm: async () => {
        made = (await call('directory.makeDepartmentGroup', { departmentId })).id
      },
    })
    if (!done) return
    if (made !== null) return openConversation(made)
    found.reload()
    toast({ kind: 'done', text: t('groupMade', { name }) })
  }
  const label = t(id === null ? 'makeGroup' : 'openGroup')
  return (
    <Button
      size="small"
      className="directory-group-button"
      aria-label={label}
      onClick={() => (id === null ? void make() : openConversation(id))}
    >
      <MessagesSquare className="icon-sm" aria-hidden="true" />
      <span>{label}</span>
    </Button>
  )
}
