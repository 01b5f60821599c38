import { Trash2, UsersRound } from 'lucide-react'
import { useState } from 'react'
import type { CallResult, PersonName } from '../../../preload/contract/index.ts'
import { call } from '../../desktop.ts'
import { translator, useTranslate } from '../../i18n.ts'
import {
  Button,
  confirm,
  Dialog,
  ErrorState,
  Field,
  IconButton,
  SkeletonRows,
  showDialog,
  toast,
  useAction,
  useQuery,
} from '../../ui/index.ts'
import { EditableLine } from '../group/EditableLine.tsx'
import { shownLimits } from '../limits.ts'
import './selections.css'

type Selection = CallResult<'conversations.selections'>[number]

function useSelections() {
  return useQuery('selections', () => call('conversations.selections', {}), ['me', 'directory'])
}

/** The selections of people that the user keeps: picks one, saves those who are picked now, renames and deletes. */
export function SelectionsBar(props: {
  chosen: readonly PersonName[]
  /** People who are picked or in already. */
  taken: ReadonlySet<string>
  onAdd: (people: readonly PersonName[]) => void
}) {
  const { chosen, taken, onAdd } = props
  const t = useTranslate('selections')
  const { data: selections = [] } = useSelections()
  const add = ({ people }: Selection) => {
    const fresh = people.filter(({ id }) => !taken.has(id))
    onAdd(fresh)
    toast({ kind: 'done', text: fresh.length === 0 ? t('addedNone') : t('added', { count: fresh.length }) })
  }
  if (selections.length === 0 && chosen.length < 2) return null
  return (
    <section className="messages-selections-bar" aria-label={t('title')}>
      {selections.map(selection => (
        <Button key={selection.id} size="small" disabled={selection.people.length === 0} onClick={() => add(selection)}>
          <UsersRound className="icon-sm" aria-hidden="true" />
          {t('entry', { name: selection.name, count: selection.people.length })}
        </Button>
      ))}
      <Button
        size="small"
        kind="quiet"
        disabled={chosen.length === 0 || chosen.length > shownLimits.selectionPeople}
        onClick={() => showDialog(close => <SaveDialog people={chosen} onClose={close} />)}
      >
        {t('save')}
      </Button>
      {selections.length > 0 && (
        <Button size="small" kind="quiet" onClick={() => showDialog(close => <ManageDialog onClose={close} />)}>
          {t('manage')}
        </Button>
      )}
    </section>
  )
}

function SaveDialog({ people, onClose }: { people: readonly PersonName[]; onClose: () => void }) {
  const t = useTranslate('selections')
  const [name, setName] = useState('')
  const [id] = useState(() => crypto.randomUUID())
  const { busy, failure, run } = useAction(() => {
    toast({ kind: 'done', text: t('saved', { name: name.trim() }) })
    onClose()
  })
  const save = () =>
    run(() => call('conversations.setSelection', { id, name: name.trim(), userIds: people.map(person => person.id) }))
  return (
    <Dialog
      open
      onOpenChange={open => !open && !busy && onClose()}
      title={t('saveTitle')}
      width={400}
      footer={
        <>
          <Button onClick={onClose} disabled={busy}>
            {t('cancel')}
          </Button>
          <Button kind="primary" busy={busy} disabled={name.trim() === ''} onClick={save}>
            {t('ok')}
          </Button>
        </>
      }
    >
      <form
        className="messages-selections-form"
        onSubmit={event => {
          event.preventDefault()
          if (name.trim() !== '' && !busy) save()
        }}
      >
        <Field
          label={t('name')}
          aside={t('people', { count: people.length })}
          placeholder={t('nameHint')}
          value={name}
          onChange={setName}
          maxLength={shownLimits.selectionNameChars}
          error={failure}
          autoFocus
        />
      </form>
    </Dialog>
  )
}

function ManageDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslate('selections')
  const { data, error, reload } = useSelections()
  return (
    <Dialog
      open
      onOpenChange={open => !open && onClose()}
      title={t('manageTitle')}
      width={420}
      footer={<Button onClick={onClose}>{t('close')}</Button>}
    >
      {error && !data ? (
        <ErrorState error={error} title={t('loadFailed')} onRetry={reload} />
      ) : data === undefined ? (
        <SkeletonRows count={3} />
      ) : data.length === 0 ? (
        <p className="muted messages-selections-none">{t('none')}</p>
      ) : (
        <ul className="messages-selections" aria-label={t('title')}>
          {data.map(selection => (
            <Row key={selection.id} selection={selection} />
          ))}
        </ul>
      )}
    </Dialog>
  )
}

function Row({ selection: { id, name, people } }: { selection: Selection }) {
  const t = useTranslate('selections')
  const userIds = people.map(person => person.id)
  return (
    <li>
      <div className="grow">
        <EditableLine
          label={t('people', { count: people.length })}
          value={name}
          placeholder={name}
          editLabel={t('rename', { name })}
          // Of nobody who is still there nothing can be kept.
          editable={userIds.length > 0}
          maxLength={shownLimits.selectionNameChars}
          save={next => call('conversations.setSelection', { id, name: next, userIds })}
        />
      </div>
      <IconButton size="small" label={t('delete', { name })} icon={<Trash2 />} onClick={() => void remove(id, name)} />
    </li>
  )
}

function remove(id: string, name: string): Promise<boolean> {
  const t = translator('selections')
  return confirm({
    title: t('deleteTitle', { name }),
    text: t('deleteText'),
    action: t('deleteAction'),
    danger: true,
    onConfirm: () => call('conversations.deleteSelection', { id }),
  })
}
