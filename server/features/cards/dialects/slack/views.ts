import type { Card, CardAction } from '@lianqun/protocol'
import type { JsonObject } from '../../converted.ts'
import { fitCard } from '../fit.ts'
import { blocksElements } from './blocks.ts'
import {
  conversion,
  malformed,
  optionalString,
  plainText,
  requireObjects,
  type SlackInput,
  type SlackOptions,
  slackLimits,
} from './read.ts'

/* Views: https://docs.slack.dev/reference/views. */

/** A view of Slack as a card. */
export interface SlackView {
  type: 'modal' | 'home'
  card: Card
  inputs: SlackInput[]
  lost: string[]
}

/** What the data of the buttons at the end of a modal holds. */
export interface ViewActionData {
  slack: { type: 'view_submission' | 'view_closed'; callback_id: string }
}

/**
 * A modal or home page as a card. A modal ends with what sends it and what closes it; `private_metadata` and the ids of
 * the view stay with who keeps it.
 * @throws PayloadError
 */
export function viewToCard(view: JsonObject, options: SlackOptions = {}): SlackView {
  const c = conversion(options, true)
  const { type } = view
  if (type !== 'modal' && type !== 'home') throw malformed('view.type', 'has to be modal or home')
  const callbackId = optionalString(view.callback_id, 'view.callback_id', slackLimits.id) ?? ''
  optionalString(view.private_metadata, 'view.private_metadata', slackLimits.metadata)
  optionalString(view.external_id, 'view.external_id', slackLimits.id)
  const blocks = requireObjects(view.blocks, 'view.blocks', slackLimits.viewBlocks)
  const body = blocksElements(c, blocks, 'view.blocks')
  const card: Card = { type: 'AdaptiveCard', body }
  if (type === 'modal') {
    const text = (name: string, optional: boolean) =>
      plainText(view[name], `view.${name}`, slackLimits.viewTitle, optional)
    card.header = { title: text('title', false) }
    const [submit, close] = [text('submit', true), text('close', true)]
    if (submit === '' && blocks.some(block => block.type === 'input')) {
      throw malformed('view.submit', 'is missing, and there is something to be filled in')
    }
    const data = (kind: ViewActionData['slack']['type']): ViewActionData => ({
      slack: { type: kind, callback_id: callbackId },
    })
    const actions: CardAction[] = []
    if (submit !== '') {
      actions.push({ type: 'Action.Submit', title: submit, style: 'positive', data: data('view_submission') })
    }
    if (close !== '') {
      actions.push({ type: 'Action.Submit', title: close, data: data('view_closed'), associatedInputs: 'none' })
    }
    if (actions.length > 0) card.actions = actions
  }
  return { type, card: fitCard(card, c.lost), inputs: c.inputs, lost: c.lost }
}
