import { describe, expect, it } from 'vitest'
import { faultsOf } from '../testing.ts'
import { attachmentsToElements, convertSlack } from './index.ts'
import { attachments } from './samples.ts'

const utc = { timeZone: 'UTC' }
const run = (text: string, style: object = {}) => ({ type: 'TextRun', text, ...style })
const bold = { weight: 'bolder' }

describe('attachments', () => {
  const { elements, lost } = attachmentsToElements(attachments.attachments, utc)

  it('are what the documentation, GitHub, Datadog and Jira send', () => {
    expect(elements).toMatchObject([
      { inlines: ['Optional pre-text that appears above the attachment block'] },
      {
        type: 'Container',
        style: 'good',
        items: [
          {
            columns: [
              {
                items: [
                  { columns: [{ items: [{ width: '16px' }] }, { items: [{ inlines: [run('author_name')] }] }] },
                  { inlines: [run('title', bold)] },
                  { inlines: ['Optional ', run('text', { fontType: 'monospace' }), {}] },
                  { inlines: [run("A field's title", bold)] },
                  { inlines: ["This field's value"] },
                  { type: 'ColumnSet', columns: [{ items: [{}, {}] }, { items: [{}, {}] }] },
                ],
              },
              { items: [{ type: 'Image', width: '75px' }] },
            ],
          },
          { columns: [{}, { items: [{ inlines: [run('footer · 1973-11-29 21:33')] }] }] },
        ],
      },
      { inlines: ['[', run('acme/app'), '] Pull request submitted by ', run('octocat')] },
      {
        style: 'good',
        items: [
          { inlines: [run('#12 Fix *the* build & more', bold)] },
          { inlines: ['Closes #11'] },
          { type: 'CodeBlock', codeSnippet: 'npm test' },
        ],
      },
      {
        style: 'attention',
        items: [
          {},
          { inlines: ['%%% \n@slack-ops avg(last_5m) > 90 \n%%%'] },
          {},
          {},
          { type: 'Image', altText: 'Triggered: CPU' },
          { inlines: [run('2023-11-14 22:13')] },
        ],
      },
      {
        style: 'warning',
        items: [
          {},
          { columns: [{ items: [{}, { inlines: ['High'] }] }, { items: [{}, { inlines: ['5'] }] }] },
          {
            actions: [
              {
                style: 'positive',
                data: {
                  slack: {
                    type: 'interactive_message',
                    callback_id: 'jira',
                    attachment_id: '4',
                    name: 'assign',
                    of: 'button',
                    value: 'me',
                  },
                },
              },
              { style: 'destructive', confirm: { title: 'Sure?', text: 'It will be gone', yes: 'Yes', no: 'No' } },
              { type: 'Action.OpenUrl' },
            ],
          },
          { columns: [{ items: [{ id: 'attachment-4/to', value: 'doing' }] }, {}] },
          { columns: [{ items: [{ type: 'Input.Text', id: 'attachment-4/who' }] }, {}] },
        ],
      },
      { style: 'accent', items: [{ inlines: [run('in', bold), ' an attachment'] }] },
      { inlines: ['only ', run('this')] },
    ])
    expect(lost).toEqual(['attachments[3].actions[4]: what Slack or the app looks up is written, not chosen'])
    expect(faultsOf({ type: 'AdaptiveCard', body: elements })).toEqual([])
  })

  it('stand behind the text of their message', () => {
    const [message] = convertSlack(attachments, utc).messages
    expect(message?.type === 'card' && message.card.body?.[0]).toEqual({
      type: 'RichTextBlock',
      inlines: ['Build ', run('failed', bold)],
    })
  })
})
