import { EditorContent } from '@tiptap/react'
import { useState } from 'react'
import type { RichNode } from '../../../common/rich-text.ts'
import { call } from '../../desktop.ts'
import { useLanguage, useTranslate } from '../../i18n.ts'
import { useMe } from '../../stores/session.ts'
import { Button, cx, Dialog, Switch, showDialog, toast, useAction } from '../../ui/index.ts'
import { documentOfWritten, isTooFormatted, richOf, wordsOf } from '../composer/document.ts'
import { FormatBar } from '../composer/FormatBar.tsx'
import { useComposerEditor } from '../composer-editor.ts'
import type { EditorNode } from '../composer-text.ts'
import { shownLimits } from '../limits.ts'
import './group-announcement.css'

/** The number of characters that are left is shown from here on. */
const countFrom = 200

/** Shows the dialog that writes the announcement of a group; `before`: one that it begins with. */
export function announce(id: string, mayMentionAll: boolean, before: RichNode | null): void {
  showDialog(close => <AnnounceDialog id={id} mayMentionAll={mayMentionAll} before={before} onClose={close} />)
}

function AnnounceDialog(props: { id: string; mayMentionAll: boolean; before: RichNode | null; onClose: () => void }) {
  const { id, mayMentionAll, before, onClose } = props
  const t = useTranslate('groupAnnouncement')
  const [initial] = useState<EditorNode>(() => documentOfWritten({ type: 'rich', doc: before ?? emptyDoc }))
  const [doc, setDoc] = useState<RichNode>(() => richOf(initial))
  const [mentionAll, setMentionAll] = useState(mayMentionAll)
  const [confirm, setConfirm] = useState(false)
  const { busy, failure, run } = useAction(() => {
    toast({ kind: 'done', text: t('published') })
    onClose()
  })
  // One client id per text, so that a retry after a lost answer posts no second one.
  const [sent, setSent] = useState({ of: '', clientId: '' })
  const words = wordsOf({ type: 'rich', doc })
  const left = shownLimits.announcementChars - words.length
  const tooFormatted = isTooFormatted({ type: 'rich', doc })
  const ready = words.trim() !== '' && left >= 0 && !tooFormatted
  const submit = () => {
    if (!ready || busy) return
    const announcement = { id, doc, mentionAll, confirm }
    const of = JSON.stringify(announcement)
    const clientId = sent.of === of ? sent.clientId : crypto.randomUUID()
    setSent({ of, clientId })
    run(() => call('conversations.announce', { ...announcement, clientId }))
  }
  return (
    <Dialog
      open
      onOpenChange={open => !open && !busy && onClose()}
      title={t(before === null ? 'publish' : 'again')}
      {...(before === null ? {} : { description: t('replaces') })}
      width={560}
      keepOpen={busy || words.trim() !== ''}
      footer={
        <>
          {(left < countFrom || tooFormatted) && (
            <span
              className={cx('grow small muted', (left < 0 || tooFormatted) && 'messages-announce-over')}
              role="status"
            >
              {tooFormatted ? t('tooMuchFormat') : left < 0 ? t('over', { count: -left }) : t('left', { count: left })}
            </span>
          )}
          <Button onClick={onClose} disabled={busy}>
            {t('cancel')}
          </Button>
          <Button kind="primary" busy={busy} disabled={!ready} onClick={submit}>
            {t('send')}
          </Button>
        </>
      }
    >
      <div className="messages-announce">
        <AnnouncementEditor initial={initial} onChange={setDoc} onSend={submit} />
        {mayMentionAll && (
          <Switch label={t('mentionAll')} hint={t('mentionAllHint')} checked={mentionAll} onChange={setMentionAll} />
        )}
        <Switch label={t('confirm')} hint={t('confirmHint')} checked={confirm} onChange={setConfirm} />
        {failure !== '' && (
          <div className="banner danger" role="alert">
            {failure}
          </div>
        )}
      </div>
    </Dialog>
  )
}

const emptyDoc: RichNode = { type: 'doc', content: [{ type: 'paragraph' }] }
const nothing = () => {}

/** The editor of messages, with its format bar and without mentions; Ctrl+Enter publishes. */
function AnnouncementEditor(props: { initial: EditorNode; onChange: (doc: RichNode) => void; onSend: () => void }) {
  const t = useTranslate('groupAnnouncement')
  const language = useLanguage()
  const meId = useMe().id
  const editor = useComposerEditor(props.initial, t('text'), {
    members: null,
    findMembers: null,
    language,
    meId,
    everyone: '',
    mayCallAll: false,
    placeholder: t('placeholder'),
    sendKey: 'mod-enter',
    pickerTakesKeys: () => false,
    pickerTakesEnter: () => false,
    slash: null,
    onPickerKey: () => false,
    onPicker: nothing,
    emoji: { language, skinTone: 0, onPicker: nothing, onPickerKey: () => false },
    onSend: props.onSend,
    onEscape: () => false,
    onUp: () => false,
    onTooLong: () => false,
    onMarkdown: nothing,
    onChange: doc => props.onChange(richOf(doc)),
    onFocus: nothing,
    onBlur: nothing,
  })
  return (
    <div className="messages-announce-editor">
      <FormatBar editor={editor} />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a click beside the text focuses the editor */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: keys go to the editor already */}
      <div className="messages-announce-scroll" onClick={() => !editor.isFocused && editor.commands.focus('end')}>
        <EditorContent editor={editor} />
      </div>
    </div>
  )
}
