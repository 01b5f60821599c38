import { ChevronDown, ChevronLeft, History, QrCode, X } from 'lucide-react'
import { useEffect, useId, useRef } from 'react'
import type { ConversationItem, GroupItem } from '../../../preload/contract/index.ts'
import { call } from '../../desktop.ts'
import { useTranslate } from '../../i18n.ts'
import { Button, IconButton, Menu, Switch, toastError } from '../../ui/index.ts'
import { ProblemSwitch } from '../clock/ClockPanel.tsx'
import { confirmLeave } from '../confirm-leave.ts'
import { updateConversation } from '../conversation-list-store.ts'
import { shownLimits } from '../limits.ts'
import { showAudit } from '../talk/panel.ts'
import { confirmDissolve } from './administer.ts'
import { EditableLine } from './EditableLine.tsx'
import { GroupPicture } from './GroupPicture.tsx'
import { showInvite } from './InviteDialog.tsx'
import { type Setting, settingNames, settingValue } from './setting-words.ts'
import './group.css'

/** The page of the side panel with the settings of a group: the user's own, and those of all its members. */
export function GroupSettings(props: {
  conversation: ConversationItem
  group: GroupItem
  name: string
  onBack: () => void
  onClose: () => void
}) {
  const { conversation, group, name, onBack, onClose } = props
  const { id } = conversation
  const t = useTranslate('group')
  const tm = useTranslate('messages')
  const whyNot = useId()
  const heading = useRef<HTMLHeadingElement>(null)
  // The button that led here is gone, and one with a tooltip would cover what is below it.
  useEffect(() => heading.current?.focus(), [])
  return (
    <>
      <div className="header messages-group-header">
        <IconButton label={t('back')} icon={<ChevronLeft />} onClick={onBack} />
        <h1 ref={heading} className="grow" tabIndex={-1}>
          {t('settings')}
        </h1>
        <IconButton label={t('close')} icon={<X />} onClick={onClose} />
      </div>
      <div className="messages-group-settings">
        <div className="messages-section messages-group-head">
          <GroupPicture conversation={conversation} editable={group.may.editInfo} />
          <div className="grow">
            <EditableLine
              label={tm('groupName')}
              value={name}
              placeholder={name}
              editLabel={tm('rename')}
              editable={group.may.editInfo}
              maxLength={shownLimits.conversationNameChars}
              save={wanted => call('conversations.rename', { id, name: wanted })}
            />
            <EditableLine
              label={t('description')}
              value={group.description}
              placeholder={t('descriptionNone')}
              editLabel={t('editDescription')}
              editable={group.may.editInfo}
              maxLength={shownLimits.descriptionChars}
              mayBeEmpty
              wraps
              save={description => call('conversations.describe', { id, description })}
            />
          </div>
        </div>
        <div className="messages-section">
          <EditableLine
            label={t('nickname')}
            value={group.nickname}
            placeholder={t('nicknameNone')}
            editLabel={t('editNickname')}
            editable
            maxLength={shownLimits.nicknameChars}
            mayBeEmpty
            save={nickname => call('conversations.setNickname', { id, nickname })}
          />
        </div>
        {group.may.addMembers && (
          <div className="messages-section">
            <Button wide onClick={() => showInvite(id)}>
              <QrCode className="icon-sm" aria-hidden="true" />
              {t('invite')}
            </Button>
          </div>
        )}
        <OwnSwitches conversation={conversation} />
        <ProblemSwitch conversation={conversation} group={group} />
        <Permissions id={id} group={group} />
        {group.role !== 'member' && (
          <div className="messages-section">
            <Button wide onClick={() => showAudit(id)}>
              <History className="icon-sm" aria-hidden="true" />
              {t('audit')}
            </Button>
          </div>
        )}
        <div className="messages-section foot">
          <Button
            kind="quiet"
            wide
            className="messages-leave"
            disabled={group.department !== null}
            aria-describedby={group.department !== null ? whyNot : undefined}
            onClick={() => void confirmLeave(conversation, name)}
          >
            {tm('leave')}
          </Button>
          {group.department !== null && (
            <p id={whyNot} className="small muted">
              {tm('departmentLeave')}
            </p>
          )}
          {group.role === 'owner' && group.department === null && (
            <Button kind="quiet" wide className="messages-leave" onClick={() => void confirmDissolve(id, name)}>
              {t('dissolve')}
            </Button>
          )}
        </div>
      </div>
    </>
  )
}

/** Switches of the user's own: whether the conversation notifies, and whether it is pinned. */
export function OwnSwitches({ conversation }: { conversation: ConversationItem }) {
  const t = useTranslate('messages')
  return (
    <div className="messages-section">
      <Switch
        label={t('notifications')}
        checked={conversation.muted}
        onChange={muted => updateConversation(conversation.id, { muted }).catch(toastError)}
      />
      <Switch
        label={t('pinConversation')}
        checked={conversation.pinned}
        onChange={pinned => updateConversation(conversation.id, { pinned }).catch(toastError)}
      />
    </div>
  )
}

/** The values that a setting can be given. */
const choices = {
  history: ['joining', 7, 30, 90, 'all'],
  slowSeconds: [0, 10, 30, 60, 300, 900],
} as const
const holders = ['everyone', 'admins'] as const

const choicesOf = (setting: Setting): readonly (string | number)[] =>
  setting === 'history' || setting === 'slowSeconds' ? choices[setting] : holders

/** Nobody is added to a group that follows a department. */
const applies = (group: GroupItem, setting: Setting): boolean => setting !== 'addMembers' || group.department === null

function Permissions({ id, group }: { id: string; group: GroupItem }) {
  const t = useTranslate('group')
  return (
    <div className="messages-section">
      <h2>{t('permissions')}</h2>
      <dl className="messages-group-permissions">
        {settingNames
          .filter(setting => applies(group, setting))
          .map(setting => (
            <PermissionRow key={setting} id={id} group={group} setting={setting} />
          ))}
      </dl>
      {group.role === 'member' && <p className="small muted">{t('adminsOnly')}</p>}
    </div>
  )
}

function PermissionRow({ id, group, setting }: { id: string; group: GroupItem; setting: Setting }) {
  const t = useTranslate('group')
  const now = group.settings[setting]
  const shown = settingValue(t, setting, now)
  const change = (value: string | number) =>
    call('conversations.configure', { id, settings: { [setting]: value } }).catch(toastError)
  return (
    <div>
      <dt>
        {t(`set_${setting}`)}
        {setting === 'slowSeconds' && <small>{t('slowHint')}</small>}
      </dt>
      <dd>
        {group.role === 'member' ? (
          shown
        ) : (
          <Menu
            align="end"
            trigger={
              <button type="button" aria-label={t('settingLine', { name: t(`set_${setting}`), value: shown })}>
                {shown}
                <ChevronDown className="icon-sm" aria-hidden="true" />
              </button>
            }
            items={choicesOf(setting).map(value => ({
              label: settingValue(t, setting, value),
              checked: value === now,
              onSelect: () => void change(value),
            }))}
          />
        )}
      </dd>
    </div>
  )
}
