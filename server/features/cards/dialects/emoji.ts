/*
 * The short names of emojis that tools write most, as Slack, Mattermost and Rocket.Chat know them (the names of
 * https://github.com/iamcal/emoji-data). A few hundred: all of them would be forty times as much.
 */

const names = `
grinning 😀 smiley 😃 smile 😄 grin 😁 laughing 😆 satisfied 😆 sweat_smile 😅 rolling_on_the_floor_laughing 🤣
joy 😂 slightly_smiling_face 🙂 upside_down_face 🙃 melting_face 🫠 wink 😉 blush 😊 innocent 😇
smiling_face_with_3_hearts 🥰 heart_eyes 😍 star-struck 🤩 grinning_face_with_star_eyes 🤩 kissing_heart 😘
kissing 😗 relaxed ☺️ kissing_closed_eyes 😚 kissing_smiling_eyes 😙 smiling_face_with_tear 🥲 yum 😋
stuck_out_tongue 😛 stuck_out_tongue_winking_eye 😜 zany_face 🤪
grinning_face_with_one_large_and_one_small_eye 🤪 stuck_out_tongue_closed_eyes 😝 money_mouth_face 🤑
hugging_face 🤗 face_with_hand_over_mouth 🤭 smiling_face_with_smiling_eyes_and_hand_covering_mouth 🤭
face_with_open_eyes_and_hand_over_mouth 🫢 face_with_peeking_eye 🫣 shushing_face 🤫
face_with_finger_covering_closed_lips 🤫 thinking_face 🤔 saluting_face 🫡 zipper_mouth_face 🤐
face_with_raised_eyebrow 🤨 face_with_one_eyebrow_raised 🤨 neutral_face 😐 expressionless 😑 no_mouth 😶
dotted_line_face 🫥 face_in_clouds 😶‍🌫️ smirk 😏 unamused 😒 face_with_rolling_eyes 🙄 grimacing 😬
face_exhaling 😮‍💨 lying_face 🤥 shaking_face 🫨 head_shaking_horizontally 🙂‍↔️ head_shaking_vertically 🙂‍↕️
relieved 😌 pensive 😔 sleepy 😪 drooling_face 🤤 sleeping 😴 face_with_bags_under_eyes 🫩 mask 😷
face_with_thermometer 🤒 face_with_head_bandage 🤕 nauseated_face 🤢 face_vomiting 🤮
face_with_open_mouth_vomiting 🤮 sneezing_face 🤧 hot_face 🥵 cold_face 🥶 woozy_face 🥴 dizzy_face 😵
face_with_spiral_eyes 😵‍💫 exploding_head 🤯 shocked_face_with_exploding_head 🤯 face_with_cowboy_hat 🤠
partying_face 🥳 disguised_face 🥸 sunglasses 😎 nerd_face 🤓 face_with_monocle 🧐 confused 😕
face_with_diagonal_mouth 🫤 worried 😟 slightly_frowning_face 🙁 white_frowning_face ☹️ open_mouth 😮 hushed 😯
astonished 😲 flushed 😳 pleading_face 🥺 face_holding_back_tears 🥹 frowning 😦 anguished 😧 fearful 😨
cold_sweat 😰 disappointed_relieved 😥 cry 😢 sob 😭 scream 😱 confounded 😖 persevere 😣 disappointed 😞
sweat 😓 weary 😩 tired_face 😫 yawning_face 🥱 triumph 😤 rage 😡 angry 😠 face_with_symbols_on_mouth 🤬
serious_face_with_symbols_covering_mouth 🤬 smiling_imp 😈 imp 👿 skull 💀 skull_and_crossbones ☠️ hankey 💩
poop 💩 shit 💩 clown_face 🤡 japanese_ogre 👹 japanese_goblin 👺 ghost 👻 alien 👽 space_invader 👾
robot_face 🤖 smiley_cat 😺 smile_cat 😸 joy_cat 😹 heart_eyes_cat 😻 smirk_cat 😼 kissing_cat 😽 scream_cat 🙀
crying_cat_face 😿 pouting_cat 😾 see_no_evil 🙈 hear_no_evil 🙉 speak_no_evil 🙊 love_letter 💌 cupid 💘
gift_heart 💝 sparkling_heart 💖 heartpulse 💗 heartbeat 💓 revolving_hearts 💞 two_hearts 💕
heart_decoration 💟 heavy_heart_exclamation_mark_ornament ❣️ broken_heart 💔 heart_on_fire ❤️‍🔥
mending_heart ❤️‍🩹 heart ❤️ pink_heart 🩷 orange_heart 🧡 yellow_heart 💛 green_heart 💚 blue_heart 💙
light_blue_heart 🩵 purple_heart 💜 brown_heart 🤎 black_heart 🖤 grey_heart 🩶 white_heart 🤍 kiss 💋 100 💯
anger 💢 boom 💥 collision 💥 dizzy 💫 sweat_drops 💦 dash 💨 hole 🕳️ speech_balloon 💬
eye-in-speech-bubble 👁️‍🗨️ left_speech_bubble 🗨️ right_anger_bubble 🗯️ thought_balloon 💭 zzz 💤 wave 👋
raised_hands 🙌 clap 👏 pray 🙏 muscle 💪 +1 👍 -1 👎 thumbsup 👍 thumbsdown 👎 ok_hand 👌 v ✌️ point_up ☝️
point_down 👇 point_left 👈 point_right 👉 raised_hand ✋ hand ✋ fist ✊ facepunch 👊 punch 👊 handshake 🤝
writing_hand ✍️ eyes 👀 brain 🧠 bust_in_silhouette 👤 busts_in_silhouette 👥 man 👨 woman 👩 baby 👶 cop 👮
construction_worker 👷 guardsman 💂 technologist 🧑‍💻 firefighter 🧑‍🚒 man-shrugging 🤷‍♂️
woman-shrugging 🤷‍♀️ shrug 🤷 face_palm 🤦 bow 🙇 running 🏃 walking 🚶 dancer 💃 call_me_hand 🤙
crossed_fingers 🤞 the_horns 🤘 dog 🐶 cat 🐱 mouse 🐭 rabbit 🐰 bear 🐻 panda_face 🐼 koala 🐨 tiger 🐯
lion_face 🦁 cow 🐮 pig 🐷 frog 🐸 monkey 🐒 monkey_face 🐵 chicken 🐔 penguin 🐧 bird 🐦 owl 🦉 wolf 🐺
horse 🐴 unicorn_face 🦄 bee 🐝 bug 🐛 butterfly 🦋 snail 🐌 ant 🐜 turtle 🐢 snake 🐍 whale 🐳 dolphin 🐬
fish 🐟 octopus 🐙 crab 🦀 elephant 🐘 sloth 🦥 dragon 🐉 crocodile 🐊 goat 🐐 sheep 🐑 cactus 🌵
evergreen_tree 🌲 deciduous_tree 🌳 seedling 🌱 herb 🌿 four_leaf_clover 🍀 maple_leaf 🍁 rose 🌹 sunflower 🌻
cherry_blossom 🌸 tulip 🌷 mushroom 🍄 bouquet 💐 earth_africa 🌍 earth_americas 🌎 earth_asia 🌏
globe_with_meridians 🌐 full_moon 🌕 crescent_moon 🌙 sunny ☀️ partly_sunny ⛅ cloud ☁️ rain_cloud 🌧️
lightning 🌩️ zap ⚡ snowflake ❄️ snowman ☃️ fire 🔥 star ⭐ star2 🌟 sparkles ✨ rainbow 🌈 ocean 🌊 droplet 💧
umbrella ☂️ tornado 🌪️ comet ☄️ apple 🍎 green_apple 🍏 banana 🍌 watermelon 🍉 grapes 🍇 strawberry 🍓
lemon 🍋 peach 🍑 cherries 🍒 pizza 🍕 hamburger 🍔 fries 🍟 taco 🌮 burrito 🌯 popcorn 🍿 cookie 🍪 cake 🍰
birthday 🎂 doughnut 🍩 coffee ☕ tea 🍵 beer 🍺 beers 🍻 wine_glass 🍷 cocktail 🍸 champagne 🍾
clinking_glasses 🥂 bread 🍞 cheese_wedge 🧀 egg 🥚 soccer ⚽ basketball 🏀 football 🏈 baseball ⚾ tennis 🎾
trophy 🏆 medal 🎖️ sports_medal 🏅 first_place_medal 🥇 second_place_medal 🥈 third_place_medal 🥉 dart 🎯
game_die 🎲 video_game 🎮 art 🎨 guitar 🎸 musical_note 🎵 headphones 🎧 microphone 🎤 movie_camera 🎥
checkered_flag 🏁 triangular_flag_on_post 🚩 car 🚗 taxi 🚕 bus 🚌 ambulance 🚑 fire_engine 🚒 police_car 🚓
truck 🚚 tractor 🚜 bike 🚲 airplane ✈️ rocket 🚀 helicopter 🚁 ship 🚢 boat ⛵ anchor ⚓ construction 🚧
vertical_traffic_light 🚦 traffic_light 🚥 fuelpump ⛽ train 🚋 metro 🚇 house 🏠 office 🏢 hospital 🏥
bank 🏦 factory 🏭 tent ⛺ tokyo_tower 🗼 statue_of_liberty 🗽 rotating_light 🚨 watch ⌚ iphone 📱
computer 💻 desktop_computer 🖥️ keyboard ⌨️ printer 🖨️ floppy_disk 💾 cd 💿 camera 📷 tv 📺 telephone ☎️
telephone_receiver 📞 pager 📟 fax 📠 battery 🔋 electric_plug 🔌 bulb 💡 flashlight 🔦 wastebasket 🗑️
moneybag 💰 dollar 💵 credit_card 💳 chart 💹 chart_with_upwards_trend 📈 chart_with_downwards_trend 📉
bar_chart 📊 clipboard 📋 pushpin 📌 round_pushpin 📍 paperclip 📎 straight_ruler 📏 scissors ✂️ lock 🔒
unlock 🔓 key 🔑 old_key 🗝️ hammer 🔨 wrench 🔧 hammer_and_wrench 🛠️ nut_and_bolt 🔩 gear ⚙️ link 🔗
chains ⛓️ shield 🛡️ bomb 💣 pill 💊 syringe 💉 dna 🧬 microscope 🔬 telescope 🔭 satellite 🛰️
satellite_antenna 📡 test_tube 🧪 thermometer 🌡️ door 🚪 package 📦 mailbox 📫 mailbox_with_mail 📬 email ✉️
envelope ✉️ incoming_envelope 📨 outbox_tray 📤 inbox_tray 📥 e-mail 📧 memo 📝 pencil 📝 pencil2 ✏️
newspaper 📰 book 📖 books 📚 bookmark 🔖 label 🏷️ page_facing_up 📄 page_with_curl 📃 bookmark_tabs 📑
date 📅 calendar 📆 spiral_calendar_pad 🗓️ file_folder 📁 open_file_folder 📂 card_index_dividers 🗂️
file_cabinet 🗄️ mag 🔍 mag_right 🔎 bell 🔔 no_bell 🔕 mega 📣 loudspeaker 📢 hourglass ⌛
hourglass_flowing_sand ⏳ alarm_clock ⏰ stopwatch ⏱️ timer_clock ⏲️ clock1 🕐 clock3 🕒 clock9 🕘
clock12 🕛 gift 🎁 balloon 🎈 tada 🎉 confetti_ball 🎊 crown 👑 ring 💍 gem 💎 crystal_ball 🔮 toolbox 🧰
magnet 🧲 compass 🧭 world_map 🗺️ ticket 🎫 briefcase 💼 bricks 🧱 broom 🧹 ladder 🪜 receipt 🧾 abacus 🧮
white_check_mark ✅ heavy_check_mark ✔️ ballot_box_with_check ☑️ x ❌ heavy_multiplication_x ✖️
negative_squared_cross_mark ❎ warning ⚠️ no_entry ⛔ no_entry_sign 🚫 octagonal_sign 🛑 sos 🆘 question ❓
grey_question ❔ exclamation ❗ heavy_exclamation_mark ❗ grey_exclamation ❕ bangbang ‼️ interrobang ⁉️
information_source ℹ️ ok 🆗 new 🆕 up 🆙 cool 🆒 free 🆓 recycle ♻️ infinity ♾️ copyright ©️ registered ®️ tm ™️
red_circle 🔴 large_blue_circle 🔵 large_green_circle 🟢 large_yellow_circle 🟡 large_orange_circle 🟠
large_purple_circle 🟣 white_circle ⚪ black_circle ⚫ large_red_square 🟥 large_green_square 🟩
large_yellow_square 🟨 large_blue_square 🟦 white_large_square ⬜ black_large_square ⬛ large_orange_diamond 🔶
large_blue_diamond 🔷 small_blue_diamond 🔹 small_orange_diamond 🔸 small_red_triangle 🔺
small_red_triangle_down 🔻 arrow_up ⬆️ arrow_down ⬇️ arrow_left ⬅️ arrow_right ➡️ arrow_upper_right ↗️
arrow_lower_right ↘️ arrow_heading_up ⤴️ arrow_heading_down ⤵️ leftwards_arrow_with_hook ↩️
arrows_counterclockwise 🔄 arrows_clockwise 🔃 repeat 🔁 rewind ⏪ fast_forward ⏩ arrow_forward ▶️
double_vertical_bar ⏸️ black_square_for_stop ⏹️ black_circle_for_record ⏺️ twisted_rightwards_arrows 🔀 end 🔚
back 🔙 soon 🔜 top 🔝 heavy_plus_sign ➕ heavy_minus_sign ➖ heavy_dollar_sign 💲 radio_button 🔘
waving_white_flag 🏳️ waving_black_flag 🏴 rainbow-flag 🏳️‍🌈 pirate_flag 🏴‍☠️ zero 0️⃣ one 1️⃣ two 2️⃣
three 3️⃣ four 4️⃣ five 5️⃣ six 6️⃣ seven 7️⃣ eight 8️⃣ nine 9️⃣ keycap_ten 🔟 hash #️⃣ keycap_star *️⃣ 1234 🔢
abc 🔤 radioactive_sign ☢️ biohazard_sign ☣️ no_mobile_phones 📵 do_not_litter 🚯 lock_with_ink_pen 🔏
closed_lock_with_key 🔐 id 🆔 atm 🏧 wheelchair ♿ parking 🅿️ potable_water 🚰 lower_left_crayon 🖍️
`

const words = names.trim().split(/\s+/)
const byName = new Map(words.flatMap((name, n) => (n % 2 === 0 ? [[name, words[n + 1] ?? ''] as const] : [])))

/** The emoji of a short name without its colons; `flag-cn` is a flag. Undefined: not known. */
export function emojiOf(name: string): string | undefined {
  const region = /^flag-([a-z])([a-z])$/.exec(name)
  if (!region) return byName.get(name)
  return region
    .slice(1)
    .map(letter => String.fromCodePoint(0x1f1e6 + letter.charCodeAt(0) - 97))
    .join('')
}

const byEmoji = new Map([...byName].reverse().map(([name, emoji]) => [emoji, name]))

/** The short name of an emoji, with its skin tone as Slack numbers it; undefined: not known. */
export function emojiName(emoji: string): string | undefined {
  const name = byEmoji.get(emoji)
  const tone = /[\u{1f3fb}-\u{1f3ff}]/u.exec(emoji)?.[0]
  if (name !== undefined || tone === undefined) return name
  const plain = emoji.replace(tone, '')
  const base = byEmoji.get(plain) ?? byEmoji.get(`${plain}\ufe0f`)
  return base && `${base}::skin-tone-${(tone.codePointAt(0) ?? 0) - 0x1f3f9}`
}

/** An emoji in one of the skin tones that Slack numbers from 2 to 6; unchanged where it has none. */
export function toned(emoji: string, tone: number): string {
  if (!/^\p{Emoji_Modifier_Base}\ufe0f?$/u.test(emoji) || !(tone >= 2 && tone <= 6)) return emoji
  return emoji.replace('\ufe0f', '') + String.fromCodePoint(0x1f3f9 + Math.floor(tone))
}

const shortName = /:([a-z0-9_+'-]{1,60}):(?::skin-tone-([2-6]):)?/g

/**
 * A text with the emojis that it names, such as `:tada:`. A name that is not known, or that stands within a word or
 * between more colons as in `std::x::y`, stays as it is.
 */
export function emojiText(text: string): string {
  let said = ''
  let done = 0
  shortName.lastIndex = 0
  for (let found = shortName.exec(text); found !== null; found = shortName.exec(text)) {
    const [all, name = '', tone] = found
    const { index } = found
    const within = index > done && /[\w:]/.test(text[index - 1] ?? '')
    const emoji = within ? undefined : emojiOf(name)
    if (emoji === undefined) {
      // The colon behind it may begin another name.
      shortName.lastIndex = index + 1
      continue
    }
    said += text.slice(done, index) + (tone === undefined ? emoji : toned(emoji, Number(tone)))
    done = index + all.length
  }
  return said + text.slice(done)
}
