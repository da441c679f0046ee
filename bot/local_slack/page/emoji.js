// The common emoji shortcodes. An unknown one stays as it was written, like in Slack.

const LIST = `
+1 👍 thumbsup 👍 -1 👎 thumbsdown 👎 tada 🎉 rocket 🚀 fire 🔥 eyes 👀 heart ❤️ star ⭐ star2 🌟 sparkles ✨
white_check_mark ✅ heavy_check_mark ✔️ ballot_box_with_check ☑️ x ❌ heavy_multiplication_x ✖️ negative_squared_cross_mark ❎
warning ⚠️ no_entry ⛔ no_entry_sign 🚫 stop_sign 🛑 rotating_light 🚨 question ❓ grey_question ❔ exclamation ❗ bangbang ‼️
bulb 💡 thinking_face 🤔 thinking 🤔 brain 🧠 jigsaw 🧩 crystal_ball 🔮 mag 🔍 mag_right 🔎 detective 🕵️ male-detective 🕵️‍♂️
newspaper 📰 rolled_up_newspaper 🗞️ memo 📝 pencil ✏️ pencil2 ✏️ book 📖 books 📚 bookmark 🔖 scroll 📜 page_facing_up 📄 clipboard 📋
calendar 📅 date 📅 spiral_calendar_pad 🗓️ clock1 🕐 clock9 🕘 alarm_clock ⏰ hourglass ⌛ hourglass_flowing_sand ⏳ stopwatch ⏱️ timer_clock ⏲️
bell 🔔 no_bell 🔕 mega 📣 loudspeaker 📢 speech_balloon 💬 thought_balloon 💭 left_speech_bubble 🗨️ email 📧 envelope ✉️ inbox_tray 📥 outbox_tray 📤
bar_chart 📊 chart_with_upwards_trend 📈 chart_with_downwards_trend 📉 abacus 🧮 trophy 🏆 first_place_medal 🥇 second_place_medal 🥈 third_place_medal 🥉
medal 🏅 sports_medal 🏅 dart 🎯 game_die 🎲 slot_machine 🎰 video_game 🎮 crown 👑 gem 💎 gift 🎁 balloon 🎈 confetti_ball 🎊 party_popper 🎉
robot_face 🤖 robot 🤖 gear ⚙️ wrench 🔧 hammer 🔨 hammer_and_wrench 🛠️ link 🔗 lock 🔒 unlock 🔓 key 🔑 shield 🛡️ wastebasket 🗑️ package 📦
test_tube 🧪 microscope 🔬 telescope 🔭 satellite 🛰️ computer 💻 floppy_disk 💾 battery 🔋 electric_plug 🔌 seedling 🌱 herb 🌿 four_leaf_clover 🍀
smile 😄 smiley 😃 grin 😁 grinning 😀 joy 😂 rofl 🤣 slightly_smiling_face 🙂 wink 😉 blush 😊 innocent 😇 sunglasses 😎 heart_eyes 😍 nerd_face 🤓
neutral_face 😐 expressionless 😑 unamused 😒 confused 😕 worried 😟 disappointed 😞 cry 😢 sob 😭 angry 😠 rage 😡 scream 😱 flushed 😳 sweat_smile 😅
smirk 😏 face_with_monocle 🧐 hugging_face 🤗 shushing_face 🤫 zipper_mouth_face 🤐 sleeping 😴 exploding_head 🤯 partying_face 🥳 upside_down_face 🙃 shrug 🤷
wave 👋 clap 👏 raised_hands 🙌 pray 🙏 muscle 💪 ok_hand 👌 point_up ☝️ point_right 👉 point_left 👈 point_down 👇 v ✌️ crossed_fingers 🤞 handshake 🤝
sunny ☀️ cloud ☁️ rainbow 🌈 zap ⚡ snowflake ❄️ ocean 🌊 earth_africa 🌍 earth_americas 🌎 earth_asia 🌏 moon 🌙 full_moon 🌕 coffee ☕ tea 🍵 cake 🍰 pizza 🍕
large_green_circle 🟢 large_yellow_circle 🟡 large_orange_circle 🟠 red_circle 🔴 large_blue_circle 🔵 white_circle ⚪ black_circle ⚫ large_green_square 🟩 large_red_square 🟥 white_large_square ⬜ black_large_square ⬛
arrow_up ⬆️ arrow_down ⬇️ arrow_right ➡️ arrow_left ⬅️ arrow_forward ▶️ rewind ⏪ fast_forward ⏩ double_vertical_bar ⏸️ black_square_for_stop ⏹️ arrows_counterclockwise 🔄 repeat 🔁 twisted_rightwards_arrows 🔀 leftwards_arrow_with_hook ↩️ back 🔙 new 🆕 up 🆙 information_source ℹ️ heavy_plus_sign ➕ heavy_minus_sign ➖
one 1️⃣ two 2️⃣ three 3️⃣ four 4️⃣ five 5️⃣ keycap_ten 🔟 zero 0️⃣ hash #️⃣ a 🅰️ b 🅱️ scales ⚖️ necktie 👔 cat 🐱 dog 🐶 owl 🦉 fox_face 🦊 turtle 🐢 snail 🐌 bee 🐝 bug 🐛 ghost 👻 skull 💀 100 💯 boom 💥 hot_pepper 🌶️ trash 🗑️`;

const words = LIST.trim().split(/\s+/);
export const EMOJI = new Map();
for (let at = 0; at < words.length; at += 2) EMOJI.set(words[at], words[at + 1]);
