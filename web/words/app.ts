/** The frame of every page: names, navigation, who is signed in, drill and connection. */
import type { Wording } from './text.ts'

export const app = {
  'app.name': ['风障', 'Windbreak'],
  'app.tagline': ['扬尘管控', 'Dust control'],
  'app.skip': ['跳到正文', 'Skip to content'],
  'app.notices': ['重要提示', 'Important notices'],
  'app.notFound': ['没有这个页面', 'There is no such page'],
  'app.notFoundHint': ['地址可能写错了，或内容已经移走。', 'The address may be mistyped, or the content has moved.'],
  'app.backToOverview': ['返回值守台', 'Back to the board'],

  'nav.label': ['主导航', 'Main navigation'],
  'nav.places': ['点位', 'Places'],
  'nav.orders': ['管控指令', 'Orders'],

  'settings.language': ['语言', 'Language'],
  'settings.theme': ['外观', 'Appearance'],

  'theme.system': ['跟随系统', 'As the system'],
  'theme.light': ['浅色', 'Light'],
  'theme.dark': ['深色', 'Dark'],

  'session.viewer': ['仅查看', 'View only'],
  'session.site': ['工地', 'Site'],
  'session.township': ['镇办', 'Township'],
  'session.dutyOfficer': ['值班员', 'Duty officer'],
  'session.chief': ['带班领导', 'Chief on duty'],
  'session.system': ['系统', 'System'],
  'session.as': ['身份：{{role}}', 'Role: {{role}}'],

  'actor.simulatedPeople': ['模拟人员', 'Simulated people'],

  'drill.mark': ['演练', 'DRILL'],
  'drill.banner': [
    '演练：数据和指令都不是真的，不会发到真实工地。',
    'Drill: neither data nor orders are real, and nothing is sent to real sites.',
  ],

  'live.live': ['实时', 'Live'],
  'live.connecting': ['正在连接', 'Connecting'],
  'live.cut': ['已断开', 'Cut off'],
  'live.cutBanner': [
    '与服务器断开 {{age}}。下面是断开前的内容，不是现在的情况。',
    'No word from the server for {{age}}. What you see is from before, not the present.',
  ],
  'live.cutNever': ['还没有连上服务器，正在重试。', 'The server has not been reached yet; trying again.'],
  'clock.forward': [
    '服务器时钟被调快 {{span}}：自动研判已暂停。校准后自动继续；若现在的时间正确，请带班领导确认。',
    "The server's clock was set forward by {{span}}: nothing is judged. It goes on when the clock is right; if the present time is right, the chief says so.",
  ],
  'clock.back': [
    '服务器时钟被调慢 {{span}}：自动研判已暂停。校准后自动继续；若现在的时间正确，请带班领导确认。',
    "The server's clock was set back by {{span}}: nothing is judged. It goes on when the clock is right; if the present time is right, the chief says so.",
  ],
  'clock.behind': [
    '服务器时钟比已研判到的时间晚 {{span}}：自动研判已暂停。若现在的时间正确，请带班领导确认。',
    "The server's clock is {{span}} behind what was judged: nothing is judged. If the present time is right, the chief says so.",
  ],
  'clock.reanchor': ['确认时间正确，继续研判', 'The time is right, go on'],
  'clock.why': ['依据', 'How you know'],
  'clock.hint': [
    '服务器现在是 {{time}}。请与标准时间核对；倒计时和过程计时从停下处接着走。',
    'The server says {{time}}. Check it against a true clock; countdowns and timers go on from where they stopped.',
  ],
  'clock.reanchored': ['已继续研判，从 {{time}} 起', 'Judging goes on from {{time}}'],
  'live.retryNow': ['立即重试', 'Try now'],
  'live.back': ['已恢复连接，断开期间的变化已补上。', 'Connected again; what changed meanwhile has been added.'],
  'live.noReadings': ['已连接，但最近 {{age}} 没有收到新读数。', 'Connected, but no new reading for {{age}}.'],

  'clock.realm': ['时间 {{time}}', 'Time {{time}}'],
  'clock.drill': ['演练时间 {{time}}', 'Drill time {{time}}'],
  'clock.moved': ['由演练推进', 'moved by the drill'],
  'clock.paused': ['已暂停', 'paused'],

  'drill.pace': ['演练速度', 'Drill speed'],
  'drill.pause': ['暂停', 'Pause'],
  'drill.paceFailed': ['没能改变演练速度', 'The drill speed could not be changed'],

  'clock.speed': ['{{speed}}×', '{{speed}}×'],

  'age.now': ['刚刚', 'just now'],
  'age.seconds': ['{{n}} 秒前', '{{n}} s ago'],
  'age.minutes': ['{{n}} 分钟前', '{{n}} min ago'],
  'age.hours': ['{{n}} 小时前', '{{n}} h ago'],
  'age.days': ['{{n}} 天前', '{{n}} d ago'],

  'span.seconds': ['{{n}} 秒', '{{n}} s'],
  'span.minutes': ['{{n}} 分钟', '{{n}} min'],
  'span.hours': ['{{n}} 小时', '{{n}} h'],
  'span.days': ['{{n}} 天', '{{n}} d'],

  'common.loading': ['正在读取…', 'Loading…'],
  'common.retry': ['重试', 'Try again'],
  'common.cancel': ['返回', 'Back'],
  'common.undo': ['撤回', 'Undo'],
  'common.close': ['关闭', 'Close'],
  'common.pair': ['{{name}}：{{value}}', '{{name}}: {{value}}'],
  'common.all': ['全部', 'All'],
  'common.notYours': [
    '当前身份只负责自己的点位或镇办，这条管控指令不在其中。',
    'You act for your own place or township only, and this order is for another.',
  ],
  'common.search': ['查找', 'Search'],
  'common.none': ['无', 'None'],
  'common.more': ['再显示 {{n}} 条', 'Show {{n}} more'],
  'common.district': ['全区', 'Whole district'],
  'common.noData': ['无数据（不代表正常）', 'No data (does not mean clean)'],
  'common.error': ['读取失败', 'Could not be read'],
  'common.unreachable': [
    '服务器没有应答。请检查网络后重试。',
    'The server does not answer. Check the network and try again.',
  ],
  'common.refused': ['服务器没有接受：{{detail}}', 'The server refused: {{detail}}'],
  'common.notNow': [
    '系统现在无法办理，原因见“系统状态”。请先看是否已生效，再重试。',
    'The system cannot do that now; the reason stands under System health. See whether it took effect before you try again.',
  ],
  'common.needsKey': ['需要登录凭据：当前身份只能查看。', 'A key is needed: you may only look.'],
  'common.notAllowed': [
    '当前身份（{{role}}）不能做这一步，需要：{{needed}}。',
    'This role ({{role}}) may not do that; needed: {{needed}}.',
  ],
} as const satisfies Readonly<Record<string, Wording>>
