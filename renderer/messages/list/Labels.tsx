import { Pencil, Plus, Tag, Trash2 } from 'lucide-react'
import type { ReactNode } from 'react'
import type { ConversationItem, LabelItem } from '../../../preload/contract/index.ts'
import { call } from '../../desktop.ts'
import { translator, useLanguage, useTranslate } from '../../i18n.ts'
import {
  Button,
  CheckMark,
  confirm,
  conversationTitle,
  Dialog,
  EmptyState,
  IconButton,
  showDialog,
  toastError,
} from '../../ui/index.ts'
import { setListFilter, updateConversation, useConversationList } from '../conversation-list-store.ts'
import { rowOf } from '../conversation-window.ts'
import { editLabel } from './EditLabel.tsx'
import { LabelDot } from './LabelTag.tsx'
import { useLabels } from './use-labels.ts'

/** Shows which labels a conversation has, to set and take away. */
export function chooseLabels(item: ConversationItem): void {
  showDialog(close => <LabelsOf item={item} onClose={close} />)
}

function LabelsOf({ item, onClose }: { item: ConversationItem; onClose: () => void }) {
  const t = useTranslate('list')
  const language = useLanguage()
  const labels = useLabels()
  const listed = useConversationList(state => rowOf(state.list, item.id))
  const has = new Set((listed ?? item).labels)
  return (
    <LabelsDialog title={t('labelsOf', { name: conversationTitle(item, language) })} width={380} onClose={onClose}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would be a form */}
      <div className="messages-labels" role="group" aria-label={t('labels')}>
        {labels.map(label => {
          const on = has.has(label.id)
          return (
            // biome-ignore lint/a11y/useSemanticElements: the house's check mark
            <button
              key={label.id}
              type="button"
              role="checkbox"
              aria-checked={on}
              className="messages-label-row"
              onClick={() => updateConversation(item.id, { label: { id: label.id, on: !on } }).catch(toastError)}
            >
              <CheckMark on={on} />
              <LabelDot hue={label.hue} />
              <span className="grow ellipsis">{label.name}</span>
            </button>
          )
        })}
      </div>
    </LabelsDialog>
  )
}

/** A dialog about labels: it makes one, and says when there are none. */
function LabelsDialog(props: { title: string; width: number; onClose: () => void; children: ReactNode }) {
  const t = useTranslate('list')
  const none = useLabels().length === 0
  return (
    <Dialog
      open
      onOpenChange={open => !open && props.onClose()}
      title={props.title}
      width={props.width}
      footer={
        <>
          <Button kind="quiet" onClick={() => editLabel(null)}>
            <Plus className="icon-sm" aria-hidden="true" />
            {t('newLabel')}
          </Button>
          <span className="grow" />
          <Button kind="primary" onClick={props.onClose}>
            {t('close')}
          </Button>
        </>
      }
    >
      {none && <EmptyState icon={<Tag />} title={t('noLabels')} text={t('noLabelsText')} />}
      {props.children}
    </Dialog>
  )
}

/** Shows all labels, to make, change and delete them. */
export function manageLabels(): void {
  showDialog(close => <ManageLabels onClose={close} />)
}

function ManageLabels({ onClose }: { onClose: () => void }) {
  const t = useTranslate('list')
  const labels = useLabels()
  return (
    <LabelsDialog title={t('manageLabels')} width={420} onClose={onClose}>
      <ul className="messages-labels">
        {labels.map(label => (
          <li key={label.id} className="messages-label-row">
            <LabelDot hue={label.hue} />
            <span className="grow ellipsis">{label.name}</span>
            <IconButton
              size="small"
              label={`${t('editLabel')}: ${label.name}`}
              icon={<Pencil />}
              onClick={() => editLabel(label)}
            />
            <IconButton
              size="small"
              label={`${t('deleteLabel')}: ${label.name}`}
              icon={<Trash2 />}
              onClick={() => void removeLabel(label)}
            />
          </li>
        ))}
      </ul>
    </LabelsDialog>
  )
}

async function removeLabel({ id, name }: LabelItem): Promise<void> {
  const t = translator('list')
  await confirm({
    title: t('deleteLabelTitle', { name }),
    text: t('deleteLabelText'),
    action: t('deleteLabel'),
    danger: true,
    onConfirm: async () => {
      await call('conversations.deleteLabel', { id })
      if (useConversationList.getState().label === id) setListFilter('all')
    },
  })
}
