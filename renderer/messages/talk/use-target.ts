import type { Editor } from '@tiptap/react'
import { useEffect, useRef } from 'react'
import type { MessageItem } from '../../../preload/contract/index.ts'
import { setTarget, useTarget, useTargetRequest } from './target.ts'

/**
 * Moves the focus into the composer when it gets something to reply to, and hands a message that is to be edited over to
 * it, which from then on knows of it.
 */
export function useTargetInEditor(
  editor: Editor,
  key: string,
  edit: (editor: Editor, message: MessageItem) => boolean,
): void {
  const target = useTarget(key)
  const request = useTargetRequest()
  const handled = useRef(request)
  const begin = useRef(edit)
  begin.current = edit
  useEffect(() => {
    if (request === handled.current) return
    handled.current = request
    if (target?.kind === 'reply') editor.commands.focus('end')
    if (target?.kind !== 'edit') return
    setTarget(key, null)
    begin.current(editor, target.message)
  }, [request, target, editor, key])
}
