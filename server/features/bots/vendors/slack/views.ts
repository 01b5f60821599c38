import { ProtocolError, type WrittenView } from '@lianqun/protocol'
import type { Reader } from '../../../../storage/database.ts'
import {
  isObject,
  type Json,
  type JsonObject,
  objectOf,
  type SlackInput,
  textOf,
  viewToCard,
} from '../../../cards/index.ts'
import { blocksWithIds, unwrapped } from './blocks.ts'
import { SlackError } from './errors.ts'
import { toViewId } from './ids.ts'
import { cardWithPeople } from './mentions.ts'
import { asJson, idsOf, type SlackParts, teamOf } from './parts.ts'
import { stateValues } from './state.ts'

/** A view as its bot wrote it, kept with ours. */
interface KeptView {
  slack: JsonObject
}

/** What a bot wrote of a view that it keeps; empty: it is none of Slack's. */
export function originalOf(viewData: unknown): JsonObject {
  return objectOf(objectOf(viewData).slack)
}

/** A view of Slack as ours. `name`: of a home page, which has no title. @throws PayloadError, SlackError */
export async function writtenView(
  db: Reader,
  written: Json | undefined,
  { name, type }: { name: string; type: 'modal' | 'home' },
): Promise<{ view: WrittenView; original: JsonObject; lost: string[] }> {
  const value = unwrapped(written)
  if (!isObject(value))
    throw new SlackError('invalid_arguments', { response_metadata: { messages: ['[ERROR] missing view'] } })
  const original: JsonObject = { ...value, blocks: blocksWithIds(value.blocks) ?? [] }
  if (original.type !== type)
    throw new SlackError('invalid_arguments', { response_metadata: { messages: ['[ERROR] wrong view.type'] } })
  const { card, lost } = viewToCard(original)
  const { header, actions = [], ...rest } = await cardWithPeople(db, card, null)
  const titleOf = (kind: string) =>
    actions.find(action => objectOf(objectOf('data' in action ? action.data : {}).slack).type === kind)?.title
  const [submit, close] = [titleOf('view_submission'), titleOf('view_closed')]
  const data: KeptView = { slack: original }
  const view: WrittenView = {
    title: header?.title ?? name,
    card: rest,
    ...(submit !== undefined && { submit }),
    ...(close !== undefined && { close }),
    ...(original.notify_on_close === true && { notifyOnClose: true }),
    data,
  }
  return { view, original, lost }
}

/** The inputs of a view, by which what is filled in is told. */
export function inputsOfView(original: JsonObject): SlackInput[] {
  try {
    return viewToCard(original).inputs
  } catch {
    return []
  }
}

/** Which version of a view a bot has seen, as its `hash`. */
export const viewHash = (version: number): string => `${version}.lianqun`

/** @throws SlackError for none of ours */
export function versionOfHash(hash: string): number | undefined {
  if (hash === '') return undefined
  const version = /^(\d{1,9})\.lianqun$/.exec(hash)?.[1]
  if (version === undefined) throw new SlackError('hash_conflict')
  return Number(version)
}

/** A view as a bot reads it. */
export function viewObject(
  parts: SlackParts,
  bot: { id: string },
  {
    id,
    version,
    original,
    filled = {},
  }: {
    id: string
    version: number
    original: JsonObject
    filled?: Readonly<Record<string, string>>
  },
): JsonObject {
  const { type, title, submit, close, blocks, private_metadata, callback_id, external_id } = original
  const ids = idsOf(bot)
  const shown = toViewId(id)
  return {
    id: shown,
    team_id: teamOf(parts),
    type: type ?? 'modal',
    blocks: blocks ?? [],
    private_metadata: textOf(private_metadata),
    callback_id: textOf(callback_id),
    external_id: textOf(external_id),
    title: title ?? null,
    submit: submit ?? null,
    close: close ?? null,
    state: { values: asJson(stateValues(blocks, inputsOfView(original), filled)) },
    hash: viewHash(version),
    clear_on_close: original.clear_on_close === true,
    notify_on_close: original.notify_on_close === true,
    submit_disabled: false,
    root_view_id: shown,
    previous_view_id: null,
    app_id: ids.app,
    app_installed_team_id: teamOf(parts),
    bot_id: ids.bot,
  }
}

/** What is wrong by our inputs, of what is wrong by the blocks of a view. */
export function errorsByInput(original: JsonObject, errors: Json | undefined): Record<string, string> {
  const inputs = inputsOfView(original)
  const found: Record<string, string> = {}
  for (const [blockId, message] of Object.entries(objectOf(errors))) {
    const input = inputs.find(({ block_id }) => block_id === blockId)
    if (input !== undefined) found[input.id] = textOf(message).slice(0, 200)
  }
  if (Object.keys(found).length === 0) throw new ProtocolError('invalid_params', { field: 'errors' })
  return found
}
