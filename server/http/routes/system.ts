/** Health and the clock. */
import { createRoute } from '@hono/zod-openapi'
import { ReanchorInput } from '../../contract/acts.ts'
import { AdvanceInput, ClockView, PaceInput, ReanchoredView } from '../../contract/clock.ts'
import { HealthView } from '../../contract/health.ts'
import { SessionView } from '../../contract/session.ts'
import { localIso } from '../../domain/time.ts'
import { SECOND } from '../../domain/units.ts'
import type { Advance } from '../../flows/drill/realm-clock.ts'
import { type Api, json, problems } from '../api.ts'
import type { AppParts, AppSettings } from '../app-parts.ts'
import { ProblemError, refuse } from '../problem.ts'

const Clock = ClockView.meta({ id: 'Clock' })

const getHealth = createRoute({
  method: 'get',
  path: '/health',
  summary: 'What runs and what does not',
  responses: { 200: json(HealthView.meta({ id: 'Health' }), 'also when something is down: `status` tells') },
})

const getSession = createRoute({
  method: 'get',
  path: '/session',
  summary: 'Who the server takes the caller for',
  responses: { 200: json(SessionView.meta({ id: 'Session' }), 'the viewer `anonymous` without a token') },
})

const getClock = createRoute({
  method: 'get',
  path: '/clock',
  summary: 'The realm clock',
  responses: { 200: json(Clock, 'what time it is for readings, orders and deadlines') },
})

const setPace = createRoute({
  method: 'post',
  path: '/clock/pace',
  summary: 'How fast a drill shall run; its player follows',
  request: { body: { required: true, content: { 'application/json': { schema: PaceInput } } } },
  responses: { 200: json(Clock, 'the clock with the speed wanted'), ...problems(400, 401, 403, 408, 409, 422) },
})

const moveClock = createRoute({
  method: 'post',
  path: '/clock',
  summary: "Moves a drill's clock forward; answered when control has judged everything up to it",
  request: { body: { required: true, content: { 'application/json': { schema: AdvanceInput } } } },
  responses: { 200: json(Clock, 'the clock stands there now'), ...problems(400, 401, 403, 408, 409, 503, 504) },
})

const reanchor = createRoute({
  method: 'post',
  path: '/control/re-anchor',
  summary: "Says that the machine's clock is right after it was set by minutes: judging goes on from now",
  request: { body: { required: true, content: { 'application/json': { schema: ReanchorInput } } } },
  responses: {
    200: json(ReanchoredView.meta({ id: 'Reanchored' }), 'judging goes on'),
    ...problems(400, 401, 403, 408, 409, 422, 503),
  },
})

export function addSystemRoutes(
  api: Api,
  parts: Pick<AppParts, 'settings' | 'show' | 'drill' | 'health' | 'act'>,
): void {
  const { settings, show, drill, act } = parts
  api.openapi(getHealth, async (c) => c.json(await parts.health(), 200))
  api.openapi(getSession, (c) => {
    const { actor, role, scope } = c.get('caller')
    const place = scope.kind === 'place' ? scope.placeId : null
    const township = scope.kind === 'township' ? scope.townshipId : null
    const { realm, demoToken, tokens } = settings
    const demo = demoToken !== null && tokens.some((one) => one.token === demoToken && one.actor === actor)
    return c.json({ actor, role, place, township, realm, demo }, 200)
  })
  api.openapi(getClock, (c) => c.json(show.clock(), 200))
  api.openapi(setPace, (c) => {
    if (!drill) throw new ProblemError(409, 'the live realm has no pace: it follows the machine')
    drill.pace.set(c.req.valid('json').speed)
    show.tellClock()
    return c.json(show.clock(), 200)
  })
  api.openapi(reanchor, async (c) => {
    const { reason } = c.req.valid('json')
    const outcome = await act.judging?.reanchor({ actor: c.get('caller').actor, reason })
    if (!outcome) return refuse(409, "a drill's clock is moved by its player")
    if (outcome.kind === 'not-needed') return refuse(409, 'the clock is judged by: there is nothing to set right')
    const { goesOnFrom, movedMs } = outcome
    return c.json({ goesOnFrom: localIso(goesOnFrom, settings.timeZone), movedS: Math.round(movedMs / SECOND) }, 200)
  })
  api.openapi(moveClock, async (c) => {
    if (!drill) throw new ProblemError(409, "only a drill's clock can be moved; the live realm follows the machine's")
    const { advanceTo, afterMessages } = c.req.valid('json')
    const problem = whyUnmoved(await drill.advance({ to: advanceTo, afterMessages: afterMessages ?? null }), settings)
    if (problem) throw problem
    return c.json(show.clock(), 200)
  })
}

/** null when the clock moved. */
function whyUnmoved(outcome: Advance, settings: AppSettings): ProblemError | null {
  switch (outcome.kind) {
    case 'advanced':
      return null
    case 'backwards':
      return new ProblemError(
        409,
        `the clock stands at ${localIso(outcome.now, settings.timeZone)} and never goes back`,
      )
    case 'messages-missing': {
      const { taken, expected } = outcome
      return new ProblemError(504, `${taken} of ${expected} messages have arrived; the clock was not moved`)
    }
    case 'stuck': {
      const at = localIso(outcome.now, settings.timeZone)
      return new ProblemError(503, `control stopped at ${at}: ${outcome.why}`, { headers: { 'retry-after': '2' } })
    }
  }
}
