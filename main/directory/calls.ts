import type { directoryCalls } from '../../preload/contract/directory.ts'
import type { CallHandlers } from '../ipc/calls.ts'
import type { Parts } from '../ipc/parts.ts'
import { access } from '../ipc/parts.ts'

export function directoryHandlers(parts: Parts): Pick<CallHandlers, keyof typeof directoryCalls> {
  const { cache, workspace } = access(parts)
  return {
    'directory.departments': async () => {
      const { organisation, departments } = await cache().departments()
      const { name, latinName } = workspace().tokens.session.workspace
      // Until the directory has been read, the organisation has the name that came with sign-in.
      return { organisation: organisation.name === '' ? { name, latinName } : organisation, departments }
    },
    'directory.people': args => cache().people(args),
    'directory.everyoneIn': args => cache().everyoneIn(args),
    'directory.departmentGroup': async ({ departmentId }) => {
      const id = await cache().departmentGroup(departmentId)
      if (id !== null) return { id, mayMake: false }
      const { may } = await workspace().request('group.mayFollowDepartment', { departmentId })
      return { id, mayMake: may }
    },
    'directory.makeDepartmentGroup': async ({ departmentId }) => {
      const { head } = await workspace().request('group.followDepartment', { departmentId })
      return head === null ? { id: null } : workspace().startConversation(async () => ({ head }))
    },
    'directory.person': ({ userId }) => cache().person(userId),
    'directory.search': args => cache().searchDirectory(args),
  }
}
