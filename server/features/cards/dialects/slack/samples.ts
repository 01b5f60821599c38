import type { JsonObject } from '../../converted.ts'
import { rich } from './samples-newer.ts'

/* Payloads for the tests: of Slack's documentation, and as tools send them. */

const text = (words: string): JsonObject => ({ type: 'plain_text', text: words, emoji: true })
const option = (words: string, value: string, rest: JsonObject = {}): JsonObject => ({
  text: text(words),
  value,
  ...rest,
})
const section = (words: string, accessory: JsonObject): JsonObject => ({
  type: 'section',
  block_id: 'section678',
  text: { type: 'mrkdwn', text: words },
  accessory,
})

/** https://docs.slack.dev/block-kit: an approval. */
export const approval: JsonObject = {
  text: 'You have a new request',
  blocks: [
    { type: 'header', text: text('New request :tada:') },
    {
      type: 'section',
      text: {
        type: 'mrkdwn',
        text: 'You have a new request:\n*<https://fakelink.example/1|Fred Enriquez - New device>*',
      },
    },
    {
      type: 'section',
      fields: [
        { type: 'mrkdwn', text: '*Type:*\nComputer (laptop)' },
        { type: 'mrkdwn', text: '*When:*\nSubmitted Aug 10' },
        { type: 'mrkdwn', text: "*Reason:*\nAll vowel keys aren't working." },
      ],
    },
    { type: 'divider' },
    {
      type: 'actions',
      block_id: 'decide',
      elements: [
        {
          type: 'button',
          text: text('Approve'),
          style: 'primary',
          value: 'click_me_123',
          action_id: 'approve',
          confirm: {
            title: text('Are you sure?'),
            text: { type: 'mrkdwn', text: 'It is *not* free' },
            confirm: text('Do it'),
            deny: text('Stop'),
          },
        },
        { type: 'button', text: text('Deny'), style: 'danger', value: 'click_me_124' },
        { type: 'button', text: text('Details'), url: 'https://fakelink.example/1' },
      ],
    },
    {
      type: 'context',
      elements: [
        { type: 'image', image_url: 'https://image.example/pin.png', alt_text: 'pin' },
        { type: 'mrkdwn', text: 'Location: *Dogpatch*' },
      ],
    },
  ],
}

/** Each element that stands beside a section or in actions. */
export const controls: JsonObject = {
  blocks: [
    section('Pick one', {
      type: 'static_select',
      action_id: 'one',
      placeholder: text('Select an item'),
      options: [option('This', 'value-0'), option('That', 'value-1', { description: text('better') })],
      initial_option: option('That', 'value-1'),
    }),
    {
      type: 'actions',
      block_id: 'all',
      elements: [
        {
          type: 'multi_static_select',
          action_id: 'many',
          placeholder: text('Some'),
          option_groups: [{ label: text('Group 1'), options: [option('A', 'a,b'), option('B', 'b')] }],
          initial_options: [option('A', 'a,b'), option('B', 'b')],
          max_selected_items: 2,
        },
        { type: 'external_select', action_id: 'ext', placeholder: text('Find'), min_query_length: 3 },
        { type: 'users_select', action_id: 'user', initial_user: 'U123', placeholder: text('Who') },
        { type: 'multi_users_select', action_id: 'users', initial_users: ['U1', 'U2'] },
        { type: 'conversations_select', action_id: 'conv', default_to_current_conversation: true },
        { type: 'multi_conversations_select', action_id: 'convs' },
        { type: 'channels_select', action_id: 'chan', initial_channel: 'C1' },
        { type: 'multi_channels_select', action_id: 'chans' },
        { type: 'multi_external_select', action_id: 'exts' },
        {
          type: 'overflow',
          action_id: 'more',
          options: [option('Open', 'open', { url: 'https://a.example/' }), option('Delete', 'delete')],
        },
        { type: 'datepicker', action_id: 'day', initial_date: '1990-04-28', placeholder: text('Day') },
        { type: 'timepicker', action_id: 'time', initial_time: '13:37', timezone: 'America/Chicago' },
        { type: 'datetimepicker', action_id: 'moment', initial_date_time: 1_628_633_820 },
        {
          type: 'checkboxes',
          action_id: 'ticks',
          options: [{ text: { type: 'mrkdwn', text: '*Bold*' }, value: 'b' }, option('Plain', 'p')],
          initial_options: [option('Plain', 'p')],
        },
        { type: 'radio_buttons', action_id: 'radio', options: [option('On', 'on'), option('Off', 'off')] },
        {
          type: 'workflow_button',
          text: text('Run'),
          workflow: {
            trigger: { url: 'https://slack.com/shortcuts/Ft0123ABC456/321', customizable_input_parameters: [] },
          },
        },
      ],
    },
    {
      type: 'context_actions',
      elements: [
        {
          type: 'feedback_buttons',
          action_id: 'feedback',
          positive_button: { text: text('👍'), value: 'good' },
          negative_button: { text: text('👎'), value: 'bad', accessibility_label: 'Bad answer' },
        },
        { type: 'icon_button', icon: 'trash', text: text('Delete'), action_id: 'del', visible_to_user_ids: ['U1'] },
      ],
    },
    section('*With* a picture', { type: 'image', image_url: 'https://image.example/a.png', alt_text: 'a picture' }),
  ],
}

/** Legacy attachments: of the documentation, then as GitHub, Datadog and Jira had them. */
export const attachments: JsonObject = {
  text: 'Build *failed*',
  username: 'ci-bot',
  icon_emoji: ':robot_face:',
  attachments: [
    {
      mrkdwn_in: ['text'],
      color: '#36a64f',
      pretext: 'Optional pre-text that appears above the attachment block',
      author_name: 'author_name',
      author_link: 'http://flickr.example/bobby/',
      author_icon: 'https://placeimg.example/16/16/people',
      title: 'title',
      title_link: 'https://api.slack.example/',
      text: 'Optional `text` that appears within the attachment',
      fields: [
        { title: "A field's title", value: "This field's value", short: false },
        { title: "A short field's title", value: "A short field's value", short: true },
        { title: "A second short field's title", value: "A second short field's value", short: true },
      ],
      thumb_url: 'http://placekitten.example/g/200/200',
      footer: 'footer',
      footer_icon: 'https://platform.slack-edge.example/img/default_application_icon.png',
      ts: 123_456_789,
    },
    {
      fallback: '[acme/app] Pull request submitted by octocat',
      color: '#6CC644',
      pretext:
        '[<https://github.example/acme/app|acme/app>] Pull request submitted by <https://github.example/octocat|octocat>',
      title: '#12 Fix *the* build &amp; more',
      title_link: 'https://github.example/acme/app/pull/12',
      text: 'Closes #11\n```\nnpm test\n```',
      mrkdwn_in: ['text', 'pretext'],
    },
    {
      fallback: 'Triggered: CPU',
      color: 'danger',
      title: 'Triggered: CPU high on host:web-1',
      title_link: 'https://app.datadoghq.example/monitors/1',
      text: '%%% \n@slack-ops avg(last_5m) > 90 \n%%%',
      fields: [{ title: 'Tags', value: 'host:web-1, monitor', short: true }],
      image_url: 'https://p.datadoghq.example/snapshot/1.png',
      ts: '1700000000.123',
    },
    {
      fallback: 'ACME-1',
      callback_id: 'jira',
      color: 'warning',
      title: 'ACME-1 Something',
      fields: [
        { title: 'Priority', value: 'High', short: true },
        { title: 'Points', value: 5, short: true },
      ],
      actions: [
        { name: 'assign', text: 'Assign to me', type: 'button', value: 'me', style: 'primary' },
        {
          name: 'close',
          text: 'Close',
          type: 'button',
          value: 'close',
          style: 'danger',
          confirm: { title: 'Sure?', text: 'It will be gone', ok_text: 'Yes', dismiss_text: 'No' },
        },
        { name: 'open', text: 'Open', type: 'button', url: 'https://jira.example/browse/ACME-1' },
        {
          name: 'to',
          text: 'Move to',
          type: 'select',
          options: [
            { text: 'Doing', value: 'doing' },
            { text: 'Done', value: 'done' },
          ],
          selected_options: [{ text: 'Doing', value: 'doing' }],
        },
        { name: 'who', text: 'Who', type: 'select', data_source: 'users' },
      ],
    },
    { color: '#439FE0', blocks: [{ type: 'section', text: { type: 'mrkdwn', text: '*in* an attachment' } }] },
    { fallback: 'only <https://a.example|this>' },
  ],
}

/** A modal with each input. */
export const modal: JsonObject = {
  type: 'modal',
  callback_id: 'modal-1',
  private_metadata: '{"a":1}',
  title: text('My App'),
  submit: text('Submit'),
  close: text('Cancel'),
  blocks: [
    {
      type: 'input',
      block_id: 'name',
      label: text('Name'),
      hint: text('As on your badge'),
      element: {
        type: 'plain_text_input',
        action_id: 'v',
        multiline: true,
        min_length: 2,
        max_length: 80,
        placeholder: text('…'),
      },
    },
    {
      type: 'input',
      block_id: 'n',
      optional: true,
      label: text('How many'),
      element: {
        type: 'number_input',
        is_decimal_allowed: false,
        action_id: 'v',
        min_value: '1',
        max_value: '9',
        initial_value: '3',
      },
    },
    { type: 'input', block_id: 'mail', label: text('Mail'), element: { type: 'email_text_input', action_id: 'v' } },
    { type: 'input', block_id: 'url', label: text('Page'), element: { type: 'url_text_input', action_id: 'v' } },
    {
      type: 'input',
      block_id: 'rich',
      label: text('Story'),
      element: {
        type: 'rich_text_input',
        action_id: 'v',
        initial_value: rich({ type: 'text', text: 'Once', style: { bold: true } }),
      },
    },
    {
      type: 'input',
      block_id: 'file',
      label: text('File'),
      element: { type: 'file_input', action_id: 'v', filetypes: ['pdf'] },
    },
    { type: 'input', block_id: 'when', label: text('When'), element: { type: 'datetimepicker', action_id: 'v' } },
    {
      type: 'input',
      block_id: 'kind',
      dispatch_action: true,
      label: text('Kind'),
      element: { type: 'static_select', action_id: 'v', options: [option('A', 'a')] },
    },
    { type: 'actions', block_id: 'add', elements: [{ type: 'button', text: text('Add a line'), action_id: 'add' }] },
  ],
}
