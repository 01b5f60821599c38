import type { JsonObject } from '../../converted.ts'
import { textOf } from '../../json.ts'
import type { Conversion } from './conversion.ts'

/*
 * The properties of the elements of card JSON 2.0. The vendor refuses a card that has another one; we show it and note
 * it. https://open.feishu.cn/document/uAjLw4CM/ukzMukzMukzM/feishu-cards/card-json-v2-breaking-changes-release-notes
 */

const everywhere = 'tag element_id margin'
const box = 'padding direction horizontal_spacing vertical_spacing horizontal_align vertical_align'
const asks = 'name required disabled disabled_tips behaviors confirm width value'
const select = `${asks} type placeholder options`

const known = new Map(
  Object.entries({
    markdown: 'content text_size text_align icon i18n_content',
    plain_text: 'content text_size text_color text_align lines i18n_content',
    div: 'text fields icon width',
    img: 'img_key i18n_img_key alt title scale_type size corner_radius transparent preview mode custom_width compact_width',
    img_combination: 'combination_mode combination_transparent corner_radius img_list',
    hr: '',
    column_set: `flex_mode horizontal_spacing horizontal_align columns background_style action`,
    column: `${box} width weight elements background_style action behaviors`,
    form: `${box} name elements confirm`,
    input: `${asks} placeholder default_value label label_position input_type rows auto_resize max_rows max_length show_icon`,
    button: `${asks} type size text icon hover_tips form_action_type`,
    overflow: `${asks} options`,
    select_static: `${select} initial_option initial_index`,
    multi_select_static: `${select} selected_values`,
    select_person: `${select} initial_option`,
    multi_select_person: `${select} selected_values`,
    select_img: `${select} multi_select layout aspect_ratio can_preview selected_values`,
    date_picker: `${asks} placeholder initial_date`,
    picker_time: `${asks} placeholder initial_time`,
    picker_datetime: `${asks} placeholder initial_datetime`,
    checker: `${asks} checked text overall_checkable button_area checked_style hover_tips padding`,
    person: 'user_id size show_avatar show_name style',
    person_list: 'persons show_name show_avatar size lines drop_invalid_user_id icon ud_icon',
    chart: 'chart_spec aspect_ratio color_theme preview height',
    table: 'page_size row_height row_max_height freeze_first_column header_style columns rows',
    collapsible_panel: `${box} expanded background_color border header elements`,
    interactive_container: `${box} name width height background_style has_border border_color corner_radius behaviors disabled disabled_tips hover_tips confirm elements`,
    audio: 'audio_id file_key show_time style background_color fill_color',
  }).map(([tag, names]) => [tag, new Set(`${everywhere} ${names}`.split(' '))] as const),
)

/** Notes the properties of an element that card JSON 2.0 does not have. */
export function noteUnknown(element: JsonObject, path: string, conversion: Conversion): void {
  const names = known.get(textOf(element.tag))
  if (!conversion.strict || names === undefined) return
  for (const name of Object.keys(element).slice(0, 100))
    if (!names.has(name)) conversion.note(`${path}.${name}`, 'no property of card JSON 2.0')
}

const roots = new Set(['schema', 'config', 'card_link', 'header', 'body'])

/** Notes the properties of a whole card that card JSON 2.0 does not have. */
export function noteUnknownOfCard(card: JsonObject, path: string, conversion: Conversion): void {
  for (const name of Object.keys(card).slice(0, 100))
    if (!roots.has(name)) conversion.note(`${path}.${name}`, 'no property of card JSON 2.0')
}
