import type { GroupDetails } from '@lianqun/protocol'
import type { ConversationWriter } from '../../core/writer.ts'
import { detailsOf } from '../../storage/rows.ts'

/** Records details of a group. One that is undefined goes. */
export function changeDetails(
  c: ConversationWriter,
  change: { [K in keyof GroupDetails]: GroupDetails[K] | undefined },
): void {
  c.touch({ details: JSON.stringify({ ...detailsOf(c.row), ...change }) })
}
