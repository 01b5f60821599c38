import { isObject, type Json, type JsonObject, listOf } from '../../../cards/index.ts'
import { parsed } from './parts.ts'

/** Blocks whose blocks and elements all have ids, as Slack gives them: what comes back names them. */
export function blocksWithIds(blocks: Json | undefined): Json | undefined {
  if (!Array.isArray(blocks)) return blocks
  return blocks.map((block, n) => {
    if (!isObject(block)) return block
    const named: JsonObject = { ...block, block_id: idOr(block.block_id, `block-${n + 1}`) }
    if (Array.isArray(block.elements) && (block.type === 'actions' || block.type === 'context_actions'))
      named.elements = block.elements.map((element, i) => elementWithId(element, `action-${i + 1}`))
    if (block.accessory !== undefined) named.accessory = elementWithId(block.accessory, 'action-1')
    if (block.type === 'input' && block.element !== undefined) named.element = elementWithId(block.element, 'action-1')
    return named
  })
}

function elementWithId(element: Json, id: string): Json {
  if (!isObject(element) || element.type === 'image') return element
  return { ...element, action_id: idOr(element.action_id, id) }
}

/** A wrong id is left for the converter to refuse. */
function idOr(id: Json | undefined, other: string): Json {
  return id === undefined || id === null || id === '' ? other : id
}

/** A list or object that may be written as JSON within the JSON, as forms have it; as it is where it is no JSON. */
export function unwrapped(value: Json | undefined): Json | undefined {
  if (typeof value !== 'string') return value
  return value.trim() === '' ? undefined : (parsed(value) ?? value)
}

/** The element of an id somewhere in blocks. */
export function elementAt(value: Json | undefined, blockId: string, actionId: string): JsonObject | undefined {
  let loose: JsonObject | undefined
  const look = (node: Json | undefined, within: Json | undefined): JsonObject | undefined => {
    if (Array.isArray(node)) {
      for (const one of node) {
        const found = look(one, within)
        if (found !== undefined) return found
      }
      return undefined
    }
    if (!isObject(node)) return undefined
    const block = node.block_id ?? within
    if (node.action_id === actionId) {
      if (block === blockId) return node
      loose ??= node
    }
    for (const one of Object.values(node)) {
      const found = typeof one === 'object' ? look(one, block) : undefined
      if (found !== undefined) return found
    }
    return undefined
  }
  return look(value, undefined) ?? loose
}

/** The option of an element that has a value, with its words. */
export function optionOf(element: JsonObject | undefined, value: string): JsonObject {
  const groups = listOf(element?.option_groups).flatMap(group => (isObject(group) ? listOf(group.options) : []))
  const found = [...listOf(element?.options), ...groups].find(option => isObject(option) && option.value === value)
  return isObject(found) ? found : { text: { type: 'plain_text', text: value, emoji: true }, value }
}
