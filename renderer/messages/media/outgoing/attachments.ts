import { create } from 'zustand'
import { cleanName } from '../../../../common/text.ts'
import type { StagedFile } from '../../../../preload/contract/index.ts'
import { call, DesktopError } from '../../../desktop.ts'
import { translator } from '../../../i18n.ts'
import { useSession } from '../../../stores/session.ts'
import { fileSize, toast } from '../../../ui/index.ts'
import { shownLimits } from '../../limits.ts'
import type { Ask } from '../../requests/asks.ts'
import { type GivenKind, givenKind, messagesOf } from './intake.ts'
import { type Prepared, prepare } from './prepare.ts'

/** A file in the tray of a conversation. */
export interface Attachment {
  key: number
  file: File
  kind: GivenKind
  /** Shows a picture; empty for others. */
  url: string
}

/** What waits to be sent in a conversation. */
export interface Tray {
  items: readonly Attachment[]
  asFiles: boolean
  originals: boolean
  sending: boolean
}

const emptyTray: Tray = { items: [], asFiles: false, originals: false, sending: false }
const useTrays = create<{ trays: ReadonlyMap<string, Tray> }>(() => ({ trays: new Map() }))
/** The most files of one tray. */
const most = 50
let nextKey = 1

export function useTray(id: string): Tray {
  return useTrays(state => state.trays.get(id) ?? emptyTray)
}

function trayOf(id: string): Tray {
  return useTrays.getState().trays.get(id) ?? emptyTray
}

function put(id: string, change: Partial<Tray>): void {
  useTrays.setState(({ trays }) => {
    const next = new Map(trays)
    const tray = { ...(trays.get(id) ?? emptyTray), ...change }
    if (tray.items.length === 0) next.delete(id)
    else next.set(id, tray)
    return { trays: next }
  })
}

/** The files that may be sent; says in a toast which may not, before anything is uploaded. */
function sendable(files: readonly File[], room = most): File[] {
  const t = translator('media')
  const name = (file: File) => cleanName(file.name)
  const large = files.find(file => file.size > shownLimits.fileBytes)
  // A folder has no size of its own, or one that cannot be read.
  const empty = files.find(file => file.size === 0)
  const fit = files.filter(file => file.size > 0 && file.size <= shownLimits.fileBytes)
  const failed = (text: string) => toast({ kind: 'failed', text })
  if (large) failed(t('tooLarge', { name: name(large), most: fileSize(shownLimits.fileBytes) }))
  else if (empty) failed(t('emptyFile', { name: name(empty) }))
  else if (fit.length > room) failed(t('tooMany', { most }))
  return fit.slice(0, Math.max(0, room))
}

function attachmentOf(file: File): Attachment {
  const kind = givenKind(file.type)
  return { key: nextKey++, file, kind, url: kind === 'image' ? URL.createObjectURL(file) : '' }
}

/** Puts files into the tray of a conversation. @returns what of them is in it now */
export function attach(id: string, files: readonly File[]): readonly Attachment[] {
  const { items, sending } = trayOf(id)
  if (sending) return []
  const added = sendable(files, most - items.length).map(attachmentOf)
  put(id, { items: [...items, ...added] })
  return added
}

function forget(items: readonly Attachment[]): void {
  for (const { url } of items) if (url !== '') URL.revokeObjectURL(url)
}

/** @returns whether it was still there */
export function removeAttachment(id: string, key: number): boolean {
  const { items } = trayOf(id)
  const removed = items.filter(item => item.key === key)
  forget(removed)
  put(id, { items: items.filter(item => item.key !== key) })
  return removed.length > 0
}

/** Moves an attachment by a number of places. */
export function moveAttachment(id: string, key: number, by: number): void {
  const items = [...trayOf(id).items]
  const from = items.findIndex(item => item.key === key)
  const to = Math.min(items.length - 1, Math.max(0, from + by))
  const [moved] = from < 0 ? [] : items.splice(from, 1)
  if (moved) items.splice(to, 0, moved)
  put(id, { items })
}

export function setTrayOptions(id: string, options: Partial<Pick<Tray, 'asFiles' | 'originals'>>): void {
  put(id, options)
}

/** Whether a conversation has something to send besides words. */
export function hasAttachments(id: string): boolean {
  return trayOf(id).items.length > 0
}

/** Whether words go with the pictures of the tray, as their caption. */
export function takesCaption(id: string, words: string): boolean {
  const { items, asFiles } = trayOf(id)
  const shown = items.some(({ kind }) => kind === 'image' || (kind === 'video' && items.length === 1))
  return !asFiles && shown && words.trim() !== '' && words.length <= shownLimits.captionChars
}

/** What goes with the first message of a tray. */
interface TrayExtra {
  caption?: string
  replyTo?: number
  ask?: Ask | undefined
}

/**
 * Queues what is in the tray; it is empty when this resolves. What could not be queued stays in it.
 * @throws DesktopError
 */
export async function sendTray(id: string, extra: TrayExtra): Promise<void> {
  const { items, asFiles, originals, sending } = trayOf(id)
  if (sending || items.length === 0) return
  put(id, { sending: true })
  let { caption, replyTo, ask } = extra
  try {
    for (const message of messagesOf(items, asFiles, shownLimits.albumImages)) {
      const files = message.items.map(({ file }) => file)
      await queue(id, message.as, files, { originals: originals || asFiles, caption, replyTo, ask })
      if (message.as !== 'file') caption = undefined
      replyTo = undefined
      ask = undefined
      const sent = new Set(message.items.map(({ key }) => key))
      forget(message.items)
      put(id, { items: trayOf(id).items.filter(({ key }) => !sent.has(key)) })
    }
  } finally {
    put(id, { sending: false })
  }
}

interface QueueOptions {
  originals: boolean
  caption?: string | undefined
  replyTo?: number | undefined
  ask?: Ask | undefined
  waveform?: number[]
  durationMs?: number
}

/** Queues one message of files. */
export async function queue(
  id: string,
  as: GivenKind | 'voice',
  files: readonly File[],
  { originals, caption, replyTo, ask, waveform, durationMs }: QueueOptions,
): Promise<void> {
  const prepared: Prepared[] = []
  // One after another: large pictures take much memory while they are decoded.
  for (const file of files)
    prepared.push(as === 'image' || as === 'video' ? await prepare(file, as, originals) : { file })
  const whole = prepared.flatMap(({ file, poster }) => (poster ? [file, poster] : [file]))
  const staged = await stage(whole)
  const measured = prepared.flatMap(({ width, height, durationMs: length, poster }) => [
    { width, height, durationMs: length ?? durationMs },
    ...(poster ? [{}] : []),
  ])
  await call('messages.sendFiles', {
    id,
    as,
    items: staged.map((file, index) => ({ staged: file.id, ...known(measured[index] ?? {}) })),
    ...(caption && as !== 'file' ? { caption } : {}),
    ...(replyTo === undefined ? {} : { replyTo }),
    ...(ask === undefined ? {} : { ask }),
    ...(waveform ? { waveform } : {}),
  })
}

/** Without the fields that are not known. */
function known<T extends object>(fields: T): { [K in keyof T]: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never
}

/** Hands files to main. @throws DesktopError */
export async function stage(files: File[]): Promise<StagedFile[]> {
  const outcome = await window.desktop.stage(files)
  if (outcome.ok) return outcome.value
  throw new DesktopError(outcome.error.code, outcome.error.message, outcome.error.field)
}

// What one user chose is not shown to the next.
useSession.subscribe((now, before) => {
  if (now.session?.user?.id === before.session?.user?.id) return
  for (const { items } of useTrays.getState().trays.values()) forget(items)
  useTrays.setState({ trays: new Map() })
})
