import { useState } from 'react'
import type { ConversationItem, PersonName } from '../../preload/contract/index.ts'
import { call, errorText } from '../desktop.ts'
import { useTranslate } from '../i18n.ts'
import { openConversation } from '../stores/navigation.ts'
import { useMe } from '../stores/session.ts'
import { Button, Dialog, Field, Spinner, Switch, showDialog, useAction, useQuery } from '../ui/index.ts'
import { shownLimits } from './limits.ts'
import { PeoplePicker } from './PeoplePicker.tsx'
import { SelectionsBar } from './selections/SelectionsBar.tsx'

/** Opens the conversation with one person. Throws what the call throws. */
export async function startDirect(userId: string): Promise<void> {
  const { id } = await call('conversations.direct', { userId })
  openConversation(id)
}

/**
 * Shows the dialog that starts a group (or, with one person and no name, a direct conversation). The people of
 * `departmentId` are shown first.
 */
export function startGroup(preselected: readonly PersonName[] = [], departmentId: string | null = null): void {
  showDialog(close => <StartGroupDialog preselected={preselected} departmentId={departmentId} onClose={close} />)
}

/** Shows the dialog that adds people to a group; from a direct conversation it starts a group with that person. */
export function addMembers(conversation: ConversationItem): void {
  if (conversation.kind === 'direct') startGroup(conversation.avatarPeople)
  else showDialog(close => <AddMembersDialog id={conversation.id} onClose={close} />)
}

function StartGroupDialog(props: {
  preselected: readonly PersonName[]
  departmentId: string | null
  onClose: () => void
}) {
  const { preselected, departmentId, onClose } = props
  const t = useTranslate('messages')
  const tc = useTranslate('clock')
  const meId = useMe().id
  const [chosen, setChosen] = useState<PersonName[]>(() => preselected.filter(person => person.id !== meId))
  const [name, setName] = useState('')
  const [problem, setProblem] = useState(false)
  const { busy, failure, run } = useAction(onClose)
  // One client id per dialog, so that a retry after a lost answer makes no second group.
  const [clientId] = useState(() => crypto.randomUUID())
  const direct = chosen.length === 1 && name.trim() === '' && !problem
  const start = () =>
    run(async () => {
      const [first] = chosen
      if (direct && first) return startDirect(first.id)
      const userIds = chosen.map(person => person.id)
      const { id } = await call('conversations.create', { clientId, name: name.trim(), userIds, problem })
      openConversation(id)
    })
  return (
    <Dialog
      open
      onOpenChange={open => !open && !busy && onClose()}
      title={t('startGroupTitle')}
      width={680}
      keepOpen={busy || chosen.length > 0 || name !== ''}
      footer={
        <>
          <Button onClick={onClose} disabled={busy}>
            {t('cancel')}
          </Button>
          <Button kind="primary" busy={busy} disabled={chosen.length === 0} onClick={start}>
            {t(direct ? 'openDirect' : 'create')}
          </Button>
        </>
      }
    >
      <div className="messages-start-group">
        <Field
          compact
          label={t('groupName')}
          aside={t('optional')}
          placeholder={t('groupNameHint')}
          value={name}
          onChange={setName}
          maxLength={shownLimits.conversationNameChars}
        />
        <SelectionsBar
          chosen={chosen}
          taken={new Set([meId, ...chosen.map(person => person.id)])}
          onAdd={people => setChosen(before => [...before, ...people])}
        />
        <PeoplePicker chosen={chosen} onChange={setChosen} excluded={new Set([meId])} departmentId={departmentId} />
        <Switch label={tc('problemGroup')} hint={tc('problemHint')} checked={problem} onChange={setProblem} />
        <Failure text={failure} />
      </div>
    </Dialog>
  )
}

function AddMembersDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useTranslate('messages')
  const uiT = useTranslate('ui')
  const members = useQuery(`add:${id}`, () => call('conversations.memberIds', { id }))
  const [chosen, setChosen] = useState<PersonName[]>([])
  const { busy, failure, run } = useAction(onClose)
  return (
    <Dialog
      open
      onOpenChange={open => !open && !busy && onClose()}
      title={t('addMembersTitle')}
      width={680}
      keepOpen={busy || chosen.length > 0}
      footer={
        <>
          <Button onClick={onClose} disabled={busy}>
            {t('cancel')}
          </Button>
          <Button
            kind="primary"
            busy={busy}
            disabled={chosen.length === 0}
            onClick={() =>
              run(() => call('conversations.addMembers', { id, userIds: chosen.map(person => person.id) }))
            }
          >
            {t('add')}
          </Button>
        </>
      }
    >
      <div className="messages-start-group">
        {members.loading && !members.data ? (
          <Spinner label={uiT('loading')} />
        ) : (
          <>
            <SelectionsBar
              chosen={chosen}
              taken={new Set([...(members.data ?? []), ...chosen.map(person => person.id)])}
              onAdd={people => setChosen(before => [...before, ...people])}
            />
            <PeoplePicker chosen={chosen} onChange={setChosen} excluded={new Set(members.data)} />
          </>
        )}
        <Failure text={failure || (members.error ? errorText(members.error) : '')} />
      </div>
    </Dialog>
  )
}

function Failure({ text }: { text: string }) {
  return text ? (
    <div className="banner danger" role="alert">
      {text}
    </div>
  ) : null
}
