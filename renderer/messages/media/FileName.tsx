import { cleanName } from '../../../common/text.ts'
import { splitName } from './file-names.ts'

/** The name of a file in one line: cut in the middle, so that its end and its extension stay. */
export function FileName({ name }: { name: string }) {
  const clean = cleanName(name)
  const { head, tail } = splitName(clean)
  return (
    <span className="messages-media-name" title={clean}>
      <bdi>{head}</bdi>
      {tail !== '' && <bdi className="messages-media-name-tail">{tail}</bdi>}
    </span>
  )
}
