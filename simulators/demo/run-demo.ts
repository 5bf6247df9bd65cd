/**
 * The demo: the whole program with the simulated district, on this machine only, marked 演练. Fills two months of
 * history, then plays a windy day that ends at the present and goes on from there. Ends its server whatever happens.
 */
import { randomBytes } from 'node:crypto'
import { ERQI, registryOf } from '../district/erqi.ts'
import { createWorld, type World } from '../district/world.ts'
import { DrillError } from '../drill-error.ts'
import { type DrillPlan, type DrillSurroundings, runSession, type Stage } from '../drill-session.ts'
import { BEIJING_OFFSET, type EpochMs, formatLocal, HOUR, MINUTE } from '../local-time.ts'
import type { RuleModes } from '../rule-modes.ts'
import { demoNotice } from './demo-notice.ts'
import { demoWeather } from './demo-weather.ts'
import { historySize, historyUpTo } from './history.ts'
import { playDemo } from './play-demo.ts'

/** Somebody is there to decide on the wind; the dust of a site is only pointed out. */
export const DEMO_RULES: RuleModes = { 'windy-day': 'countdown', 'dust-exceedance': 'advise' }

const SEED = 1028
/** The clock starts so long before now and catches up in a few minutes. */
const HEAD_START = 3 * HOUR
const READINGS_PER_PIECE = 5_000
const ATTEMPTS = 3
/** A site with bare soil, earthworks and sprays, for the phone card. */
const CARD_SITE = 'site-002'
/** A demolition site that works dirtily day and night: its dust stands out whenever the demo is started. */
const SMOKING_SITE = 'site-033'

export async function runDemo(around: DrillSurroundings, wallNow: () => EpochMs): Promise<number> {
  const start = Math.floor((wallNow() - HEAD_START) / MINUTE) * MINUTE
  const world = createWorld({
    ...{ district: ERQI, weather: demoWeather(start, SEED), seed: SEED },
    ...{ dirt: { [SMOKING_SITE]: 12 }, nightWork: [SMOKING_SITE] },
  })
  const say = (text: string) => around.stderr.write(`${text}\n`)
  const cardToken = randomBytes(24).toString('hex')
  const env: NodeJS.ProcessEnv = {
    WINDBREAK_HTTP_PORT: '8080',
    WINDBREAK_DEMO_TOKEN: randomBytes(24).toString('hex'),
    ...around.env,
    WINDBREAK_TOKENS: [around.env.WINDBREAK_TOKENS, `${cardToken}=site:${CARD_SITE}:演示工地负责人`]
      .filter(Boolean)
      .join(','),
  }
  const plan = async (): Promise<DrillPlan> => ({
    facts: {
      start: formatLocal(start, BEIJING_OFFSET),
      name: 'demo',
      scope: null,
      rules: DEMO_RULES,
      isAttended: true,
    },
    registry: registryOf(ERQI),
    deviceIds: ERQI.devices.map(({ id }) => id),
    isExit: true,
    whenInterrupted: 'demo: ended',
    play: async (stage: Stage): Promise<string> => {
      await fillHistory(stage, world, start, around)
      say(whatToLookAt(stage.url, cardToken))
      return playDemo(stage, {
        world,
        seed: SEED,
        complain: say,
        notices: [demoNotice(start)],
        wallNow,
        onDraft: () => say('demo: a draft waits for a decision: press 立即下达, or let its countdown run out'),
        onCaughtUp: () => say('demo: the clock has caught up with the wall and goes on as time does; Ctrl-C ends it'),
      })
    },
  })
  return runSession(plan, { ...around, env })
}

async function fillHistory(stage: Stage, world: World, start: EpochMs, around: DrillSurroundings): Promise<void> {
  const { stderr, interrupted } = around
  const startedAt = performance.now()
  const all = historySize(start, world)
  let taken = 0
  // A server that is asked to end still takes what comes over an open connection: Ctrl-C must end this, too.
  let isInterrupted = false
  void interrupted.then(() => {
    isInterrupted = true
  })
  // One piece is worked out while the server takes the one before.
  let sending = Promise.resolve()
  for (const { lines, readings } of historyUpTo(start, world, READINGS_PER_PIECE)) {
    await sending
    if (isInterrupted) throw new DrillError('interrupted while the history was filled')
    sending = importLines(stage, lines, ATTEMPTS)
    taken += readings
    const part = taken / all
    const seconds = (performance.now() - startedAt) / 1_000
    const left = Math.ceil((seconds / part) * (1 - part))
    const line = `demo: history ${Math.floor(100 * part)} %, ${taken} readings, ${Math.ceil(seconds)} s, about ${left} s left`
    stderr.write(stderr.isTTY ? `\r${line}\u001b[K` : `${line}\n`)
  }
  await sending
  if (stderr.isTTY) stderr.write('\n')
}

/** Said twice it makes no second point, so a connection that the server gave up between two pieces is tried again. */
async function importLines(stage: Pick<Stage, 'url' | 'playerToken'>, body: string, attempts: number): Promise<void> {
  const headers = { authorization: `Bearer ${stage.playerToken}`, 'content-type': 'application/x-ndjson' }
  const answer = await fetch(`${stage.url}/api/v1/import/readings`, { method: 'POST', headers, body }).catch(
    (error: Error) => {
      if (attempts > 1) return null
      throw new DrillError(`the history cannot be sent: ${error.message}`, { cause: error })
    },
  )
  if (answer === null) return importLines(stage, body, attempts - 1)
  const text = await answer.text()
  if (!answer.ok) throw new DrillError(`the history was refused: ${answer.status} ${text.slice(0, 500)}`)
}

function whatToLookAt(url: string, cardToken: string): string {
  return [
    '',
    `  演练 Windbreak demo: open ${url} (you are the duty officer)`,
    `  手机卡 a site's phone card: ${url}/site/${CARD_SITE}#key=${cardToken}`,
    '',
    '  What to look at: the wind rises within a minute; a draft appears with its reason and countdown: press 立即下达;',
    '  sites acknowledge and report done; open a place for its two months of history; press 收到 on the phone card.',
    '  A notice from above holds one township: its sites stay stopped when the wind has gone, and a reply is owed;',
    '  paste another under 上级指令 → 接收上级指令.',
    '  One demolition site works dirtily day and night: its dust opens an episode of its own, and is advised on.',
    '',
  ].join('\n')
}
