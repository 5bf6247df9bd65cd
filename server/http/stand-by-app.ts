/** What a server says that stands by: who judges, in health and to whoever looks; everything else is told to come later. */
import { Hono } from 'hono'
import { BASE } from './access.ts'
import { onlyThisHost } from './guards.ts'
import { answerProblem, ProblemError } from './problem.ts'

export interface StandBy {
  readonly version: string
  readonly realm: 'live' | 'drill'
  /** Who judges, and since when (local ISO). */
  readonly leader: () => { readonly name: string; readonly since: string }
}

const SOON = { headers: { 'retry-after': '5' } } as const

export function createStandByApp({ version, realm, leader }: StandBy): Hono {
  const app = new Hono()
  app.onError((error, c) => {
    if (error instanceof ProblemError) return answerProblem(c, error)
    throw error
  })
  app.use('*', onlyThisHost)
  app.get(`${BASE}/health`, (c) => {
    c.header('cache-control', 'no-store')
    return c.json({ status: 'degraded', version, realm, standsBy: { for: leader().name, since: leader().since } })
  })
  app.get('/', (c) => {
    const { name, since } = leader()
    const words = [
      `备用服务器：${name} 自 ${since} 起负责研判，请打开那一台。它停下后本机自动接替。`,
      `This server stands by: ${name} has judged since ${since}; please open that one. This one takes over when it stops.`,
    ]
    c.header('refresh', '5')
    return c.text(words.join('\n\n'), 503, SOON.headers)
  })
  app.all('*', (c) => {
    const { name, since } = leader()
    return answerProblem(c, new ProblemError(503, `this server stands by: ${name} has judged since ${since}`, SOON))
  })
  return app
}
