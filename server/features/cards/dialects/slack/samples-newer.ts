import type { JsonObject } from '../../converted.ts'

const text = (words: string): JsonObject => ({ type: 'plain_text', text: words, emoji: true })
export const rich = (...elements: JsonObject[]): JsonObject => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements }],
})

/** Rich text, Markdown, tables and what came later. */
export const newer: JsonObject = {
  blocks: [
    {
      type: 'rich_text',
      elements: [
        {
          type: 'rich_text_section',
          elements: [
            { type: 'text', text: 'Hello ' },
            { type: 'text', text: 'bold', style: { bold: true, italic: true, strike: true, underline: true } },
            { type: 'text', text: 'x=1', style: { code: true } },
            { type: 'link', url: 'https://bad.example', text: 'good.example', style: { bold: true } },
            { type: 'user', user_id: 'U123' },
            { type: 'broadcast', range: 'here' },
            { type: 'usergroup', usergroup_id: 'S1' },
            { type: 'team', team_id: 'T1' },
            { type: 'channel', channel_id: 'C1' },
            { type: 'emoji', name: 'wave', unicode: '1f44b-1f3fb' },
            { type: 'emoji', name: 'basketball' },
            { type: 'color', value: '#F405B3' },
            {
              type: 'date',
              timestamp: 1_720_710_212,
              format: '{date_num} at {time}',
              fallback: 'timey',
              url: 'https://a.example/',
            },
            { type: 'text', text: '\n' },
          ],
        },
        {
          type: 'rich_text_list',
          style: 'ordered',
          indent: 0,
          offset: 2,
          elements: [
            { type: 'rich_text_section', elements: [{ type: 'text', text: 'three' }] },
            { type: 'rich_text_section', elements: [{ type: 'text', text: 'four' }] },
          ],
        },
        {
          type: 'rich_text_list',
          style: 'bullet',
          indent: 1,
          elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'deeper' }] }],
        },
        { type: 'rich_text_quote', elements: [{ type: 'text', text: 'quoted' }] },
        { type: 'rich_text_preformatted', border: 0, language: 'json', elements: [{ type: 'text', text: '{\n}' }] },
      ],
    },
    { type: 'markdown', text: '**Lots** of text :tada:' },
    {
      type: 'table',
      column_settings: [{ is_wrapped: true }, { align: 'right' }],
      rows: [
        [
          { type: 'raw_text', text: 'Name' },
          { type: 'raw_text', text: 'Count' },
        ],
        [rich({ type: 'text', text: 'Apples', style: { bold: true } }), { type: 'raw_number', value: 3, text: '3' }],
      ],
    },
    {
      type: 'data_table',
      caption: 'Sales',
      rows: [[{ type: 'raw_text', text: 'a' }], [{ type: 'raw_number', value: 1, text: '1' }]],
    },
    {
      type: 'video',
      title: text('How to use Slack'),
      title_url: 'https://www.youtube.example/watch?v=1',
      description: text('Slack is a new way'),
      video_url: 'https://www.youtube.example/embed/1',
      alt_text: 'How to use Slack?',
      thumbnail_url: 'https://i.ytimg.example/1.jpg',
      author_name: 'Arcado',
      provider_name: 'YouTube',
    },
    { type: 'file', external_id: 'ABCD1', source: 'remote' },
    { type: 'call', call_id: 'R123', call: { v1: { name: 'Stand-up', join_url: 'https://call.example/1' } } },
    {
      type: 'plan',
      title: 'Thinking',
      tasks: [
        {
          type: 'task_card',
          task_id: 't1',
          title: 'Fetch',
          status: 'complete',
          output: rich({ type: 'text', text: 'found' }),
        },
        {
          type: 'task_card',
          task_id: 't2',
          title: 'Read',
          status: 'in_progress',
          sources: [{ type: 'url', url: 'https://a.example/', text: 'a' }],
        },
      ],
    },
    {
      type: 'task_card',
      task_id: 't3',
      title: 'Write',
      status: 'error',
      details: rich({ type: 'text', text: 'no disk' }),
    },
    { type: 'alert', level: 'error', text: { type: 'mrkdwn', text: '*Down*' } },
    {
      type: 'carousel',
      elements: [
        {
          type: 'card',
          block_id: 'card1',
          hero_image: { type: 'image', image_url: 'https://image.example/hero.png', alt_text: 'hero' },
          icon: { type: 'image', image_url: 'https://image.example/icon.png', alt_text: 'icon' },
          title: { type: 'mrkdwn', text: 'One' },
          subtitle: { type: 'mrkdwn', text: 'of two' },
          body: { type: 'mrkdwn', text: '_text_' },
          actions: [{ type: 'button', text: text('Take'), action_id: 'take', value: '1' }],
        },
        { type: 'card', title: { type: 'mrkdwn', text: 'Two' } },
      ],
    },
    {
      type: 'container',
      title: text('Group'),
      subtitle: text('of blocks'),
      is_collapsible: true,
      default_collapsed: true,
      child_blocks: [
        { type: 'section', text: text('within') },
        { type: 'divider' },
        { type: 'header', text: text('Head') },
      ],
    },
    { type: 'image', title: text('A chart'), image_url: 'https://image.example/chart.png', alt_text: 'a chart' },
    { type: 'image', slack_file: { id: 'F1' }, alt_text: 'a file of Slack' },
  ],
}
