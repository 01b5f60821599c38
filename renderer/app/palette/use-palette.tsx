import { Command as CommandIcon, File, Folder, LayoutGrid, Search } from 'lucide-react'
import type { ReactNode } from 'react'
import type { AppItem, CallResult, ConversationItem, MessageHit } from '../../../preload/contract/index.ts'
import { call } from '../../desktop.ts'
import { useLanguage, useTranslate } from '../../i18n.ts'
import { startDirect, useHitsChanged } from '../../messages/index.ts'
import { openApp, openConversation, openDepartment, openFullSearch, openPerson } from '../../stores/navigation.ts'
import {
  Avatar,
  ConversationAvatar,
  conversationTitle,
  departmentAndTitle,
  ExternalTag,
  excerpt,
  fileSize,
  Highlight,
  IconAvatar,
  listTime,
  nameOf,
  speakerOf,
  titleBeside,
  toastError,
  useDebounced,
  useQuery,
} from '../../ui/index.ts'
import { type Command, loadCommands, shownKeys, useRanked } from './commands.ts'
import { inOrder } from './order.ts'

export const scopes = ['all', 'people', 'groups', 'messages', 'files', 'apps', 'commands'] as const
export type Scope = (typeof scopes)[number]

/** One row of the palette. */
export interface Item {
  key: string
  group: Exclude<Scope, 'all'> | 'recent' | 'departments'
  icon: ReactNode
  title: ReactNode
  detail?: ReactNode
  meta: ReactNode
  run: () => void
  /** What Ctrl+Enter does. */
  second?: { label: string; run: () => void }
}

type Person = CallResult<'directory.search'>['people'][number]
type Department = CallResult<'directory.search'>['departments'][number]
type Group = CallResult<'directory.search'>['conversations'][number]

interface Found {
  /** What it was asked for. */
  query: string
  people: readonly Person[]
  departments: readonly Department[]
  groups: readonly Group[]
  messages: readonly MessageHit[]
  files: readonly MessageHit[]
}
const fileKinds = ['file', 'image', 'video']
/** Rows of each group; of a single group, when it alone is shown. */
const few = 5
/** Departments beside all else. */
const fewDepartments = 3
const many = 50

/** All that a query finds on this device, in one answer, so that the groups do not push each other about. */
async function findAll(query: string, scope: Scope): Promise<Found> {
  const wants = (group: Scope) => scope === 'all' || scope === group
  const limit = scope === 'all' ? few : many
  const messages = (kinds?: string[]) =>
    call('messages.search', {
      query: query.slice(0, 200),
      ...(kinds && { filters: { kinds } }),
      offset: 0,
      limit,
    }).then(({ hits }) => hits)
  const [names, hits, files] = await Promise.all([
    wants('people') || wants('groups') ? call('directory.search', { query: query.slice(0, 100), limit }) : null,
    wants('messages') ? messages() : [],
    wants('files') ? messages(fileKinds) : [],
  ])
  return {
    query,
    people: wants('people') ? (names?.people ?? []) : [],
    departments: wants('people') ? (names?.departments ?? []).slice(0, scope === 'all' ? fewDepartments : limit) : [],
    groups: wants('groups') ? (names?.conversations ?? []).filter(({ kind }) => kind === 'group') : [],
    messages: hits.filter(({ kind }) => scope !== 'all' || !fileKinds.includes(kind)),
    files,
  }
}

const noApps: readonly AppItem[] = []
const noCommands: readonly Command[] = []

/** The rows for what was typed, the last ones until there are new ones. `settled`: the query that they are for. */
export function usePalette(typed: string, scope: Scope) {
  const query = useDebounced(typed, 60)
  const found = useQuery(
    query === '' ? null : `palette:${scope}:${query}`,
    () => findAll(query, scope),
    ['directory'],
    {
      keep: true,
    },
  )
  const recent = useQuery('palette:recent', () => call('conversations.page', { filter: 'all', offset: 0, limit: 8 }))
  const apps = useQuery('palette:apps', () => call('workbench.apps', {}), ['apps'])
  const commands = useQuery('palette:commands', loadCommands)
  // All groups are of one query, so that none pushes the others about.
  const shown = query === '' ? '' : (found.data?.query ?? '')
  const rankedApps = useRanked(apps.data ?? noApps, shown)
  const rankedCommands = useRanked(commands.data ?? noCommands, shown)
  const rows = useRows(shown)
  const hits = [...(found.data?.messages ?? []), ...(found.data?.files ?? [])]
  useHitsChanged(hits, found.reload)
  const limit = scope === 'all' ? few : many
  const list = (group: Scope) => (scope === 'all' || scope === group ? limit : 0)
  const items =
    query === ''
      ? startItems(scope, { recent: recent.data?.items ?? [], apps: apps.data, commands: commands.data }, rows)
      : found.data === undefined
        ? []
        : inOrder<Item>({
            people: found.data.people.map(rows.person),
            groups: found.data.groups.map(rows.group),
            departments: found.data.departments.map(rows.department),
            messages: [
              ...found.data.messages.map(rows.message),
              ...(scope === 'all' || scope === 'messages' ? [rows.allMessages()] : []),
            ],
            files: found.data.files.map(rows.file),
            apps: rankedApps.slice(0, list('apps')).map(rows.app),
            commands: rankedCommands.slice(0, list('commands')).map(rows.command),
          })
  return { items, settled: shown, waiting: query !== typed || found.loading, error: found.error }
}

type Rows = ReturnType<typeof useRows>

/** What is shown before anything is typed. */
function startItems(
  scope: Scope,
  known: {
    recent: readonly ConversationItem[]
    apps: readonly AppItem[] | undefined
    commands: readonly Command[] | undefined
  },
  rows: Rows,
): Item[] {
  if (scope === 'apps') return (known.apps ?? []).map(rows.app)
  if (scope === 'commands') return (known.commands ?? []).map(rows.command)
  const kind = scope === 'people' ? 'direct' : scope === 'groups' ? 'group' : null
  return known.recent.filter(row => kind === null || row.kind === kind).map(rows.recent)
}

/** Where a message was said, beside its sender. */
function Where({ hit }: { hit: MessageHit }) {
  const t = useTranslate('palette')
  const name = titleBeside(hit.sender, hit.conversation, useLanguage())
  return name === null ? null : <small className="app-palette-in">{t('inConversation', { name })}</small>
}

/** How each thing is shown. */
function useRows(query: string) {
  const t = useTranslate('palette')
  const language = useLanguage()
  const searchMessages = { label: t('secondSearch'), run: () => openFullSearch(query) }
  const hit = (one: MessageHit): Pick<Item, 'run' | 'second' | 'meta'> => ({
    meta: listTime(one.sentAt, language),
    run: () => openConversation(one.conversation.id, one.seq),
    second: searchMessages,
  })
  const marked = (text: string) => <Highlight text={text} query={query} />
  const conversation = (one: ConversationItem | Group): Pick<Item, 'icon' | 'title' | 'run' | 'second'> => ({
    icon: <ConversationAvatar conversation={one} size={36} />,
    title: marked(conversationTitle(one, language)),
    run: () => openConversation(one.id),
    ...(query !== '' && { second: searchMessages }),
  })
  return {
    recent: (one: ConversationItem): Item => ({
      key: `r-${one.id}`,
      group: 'recent',
      ...conversation(one),
      meta: t(one.kind === 'group' ? 'group' : 'person'),
    }),
    person: (person: Person): Item => ({
      key: `p-${person.id}`,
      group: 'people',
      icon: <Avatar person={person} size={36} />,
      title: marked(nameOf(person, language)),
      detail: departmentAndTitle(person, language),
      meta: person.external ? <ExternalTag /> : t('person'),
      run: () => {
        startDirect(person.id).catch(toastError)
      },
      second: { label: t('secondProfile'), run: () => openPerson(person.id) },
    }),
    department: (department: Department): Item => ({
      key: `d-${department.id}`,
      group: 'departments',
      icon: <IconAvatar icon={<Folder />} hue={1} size={36} />,
      title: marked(nameOf(department, language)),
      detail: t('memberCount', { count: department.headcount }),
      meta: t('department'),
      run: () => openDepartment(department.id),
    }),
    group: (group: Group): Item => ({
      key: `g-${group.id}`,
      group: 'groups',
      ...conversation(group),
      detail: t('memberCount', { count: group.memberCount }),
      meta: group.external ? <ExternalTag /> : t('group'),
    }),
    message: (one: MessageHit): Item => ({
      key: `m-${one.conversation.id}-${one.seq}`,
      group: 'messages',
      icon: <Avatar person={one.sender} size={36} />,
      title: (
        <>
          {speakerOf(one.sender, language)}
          <Where hit={one} />
        </>
      ),
      detail: marked(excerpt(one.text, query)),
      ...hit(one),
    }),
    file: (one: MessageHit): Item => ({
      key: `f-${one.conversation.id}-${one.seq}`,
      group: 'files',
      icon: <IconAvatar icon={<File />} hue={5} size={36} />,
      title: marked(one.file?.name ?? one.text),
      detail: [
        one.file && fileSize(one.file.size),
        speakerOf(one.sender, language),
        titleBeside(one.sender, one.conversation, language),
      ]
        .filter(Boolean)
        .join(' · '),
      ...hit(one),
    }),
    allMessages: (): Item => ({
      key: 'all-messages',
      group: 'messages',
      icon: <IconAvatar icon={<Search />} hue={3} size={36} />,
      title: t('allMessages', { query }),
      meta: '',
      run: searchMessages.run,
    }),
    app: (app: AppItem): Item => ({
      key: `a-${app.id}`,
      group: 'apps',
      icon: <IconAvatar icon={<LayoutGrid />} hue={app.hue} size={36} />,
      title: marked(nameOf(app, language)),
      meta: t('app'),
      run: () => openApp(app.id),
    }),
    command: (command: Command): Item => ({
      key: `c-${command.id}`,
      group: 'commands',
      icon: (
        <span className="app-palette-icon">
          <CommandIcon />
        </span>
      ),
      title: marked(nameOf(command, language)),
      meta: command.keys === null ? t('command') : <kbd>{shownKeys(command.keys)}</kbd>,
      run: command.run,
    }),
  }
}
