import type { Json, JsonObject, SlackInput } from '../../../cards/index.ts'
import { elementAt, optionOf } from './blocks.ts'
import { toUserId } from './ids.ts'

/** What is filled in, as `state.values` has it. https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload */
export function stateValues(
  blocks: Json | undefined,
  inputs: readonly SlackInput[],
  filled: Readonly<Record<string, string>>,
): Record<string, JsonObject> {
  // The bot chose the ids, which may be names that every object has.
  const values: Record<string, JsonObject> = Object.create(null)
  for (const input of inputs) {
    if (input.part === 'time') continue
    const { block_id, action_id } = input
    const block: JsonObject = values[block_id] ?? Object.create(null)
    values[block_id] = block
    block[action_id] = elementState(blocks, inputs, input, filled)
  }
  return values
}

function elementState(
  blocks: Json | undefined,
  inputs: readonly SlackInput[],
  { id, block_id, action_id, type, values: own = {} }: SlackInput,
  filled: Readonly<Record<string, string>>,
): JsonObject {
  const written = filled[id] ?? ''
  const element = elementAt(blocks, block_id, action_id)
  const option = (value: string) => optionOf(element, own[value] ?? value)
  const several = written === '' ? [] : written.split(',').map(one => one.trim())
  const one: Json = written === '' ? null : written
  switch (type) {
    case 'static_select':
    case 'radio_buttons':
    case 'external_select':
      return { type, selected_option: written === '' ? null : option(written) }
    case 'multi_static_select':
    case 'checkboxes':
    case 'multi_external_select':
      return { type, selected_options: several.map(option) }
    case 'users_select':
      return { type, selected_user: written === '' ? null : toUserId(written) }
    case 'conversations_select':
      return { type, selected_conversation: one }
    case 'channels_select':
      return { type, selected_channel: one }
    case 'multi_users_select':
      return { type, selected_users: several.map(toUserId) }
    case 'multi_conversations_select':
      return { type, selected_conversations: several }
    case 'multi_channels_select':
      return { type, selected_channels: several }
    case 'datepicker':
      return { type, selected_date: one }
    case 'timepicker':
      return { type, selected_time: one }
    case 'datetimepicker': {
      const time = inputs.find(
        input => input.part === 'time' && input.block_id === block_id && input.action_id === action_id,
      )
      return { type, selected_date_time: momentOf(written, filled[time?.id ?? ''] ?? '') }
    }
    case 'rich_text_input':
      return { type, rich_text_value: richText(written) }
    default:
      return { type, value: one }
  }
}

/** A day and a time in the zone of the server, in seconds. */
function momentOf(day: string, time: string): number | null {
  const at = new Date(`${day}T${time === '' ? '00:00' : time}:00`).getTime()
  return Number.isNaN(at) ? null : Math.floor(at / 1_000)
}

function richText(text: string): JsonObject {
  const elements: JsonObject[] = text === '' ? [] : [{ type: 'text', text }]
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] }
}
