/**
 * The HTTP side: guards before every route, groups of routes that call flows, one place that words refusals.
 *
 * Serves the API only; the dashboard's files are added behind it. `close` ends the live streams, so that a server can
 * stop.
 */
import type { MiddlewareHandler } from 'hono'
import { compress } from 'hono/compress'
import { secureHeaders } from 'hono/secure-headers'
import type { Metric } from '../flows/common/offered.ts'
import { BASE, methodsOf } from './access.ts'
import { type Api, newApi } from './api.ts'
import type { AppParts } from './app-parts.ts'
import { noneForReading, readBody } from './body.ts'
import { DOCS_STYLE, docsPage } from './docs.ts'
import { onlyAllowed, onlyThisHost, onlyWithRoom } from './guards.ts'
import { onceOnly } from './idempotency.ts'
import { createLiveHub, type LiveHub } from './live-hub.ts'
import { createMetrics } from './metrics.ts'
import { answerProblem, ProblemError, problemOf } from './problem.ts'
import { addAnalysisRoutes } from './routes/analysis.ts'
import { addContributionRoutes } from './routes/contribution.ts'
import { addDeviceSecretRoutes } from './routes/device-secrets.ts'
import { addDraftRoutes } from './routes/drafts.ts'
import { addEpisodeRoutes } from './routes/episodes.ts'
import { addExemptionRoutes } from './routes/exemptions.ts'
import { addFilingRoutes } from './routes/filings.ts'
import { addHandoverRoutes } from './routes/handovers.ts'
import { addImportRoutes } from './routes/import.ts'
import { addLiveRoute } from './routes/live.ts'
import { addManualRoutes } from './routes/manual.ts'
import { addNoticePhotoRoutes } from './routes/notice-photos.ts'
import { addNoticeReportRoutes } from './routes/notice-reports.ts'
import { addNoticeRoutes } from './routes/notices.ts'
import { addOrderRoutes } from './routes/orders.ts'
import { addReadingRoutes } from './routes/readings.ts'
import { addRecordRoutes } from './routes/records.ts'
import { addRegistryRoutes } from './routes/registry.ts'
import { addRuleRoutes } from './routes/rules.ts'
import { addSystemRoutes } from './routes/system.ts'

export interface HttpApp {
  readonly app: Api
  readonly liveClients: () => number
  readonly close: () => void
}

export function createApp(parts: AppParts): HttpApp {
  const hub = createLiveHub({
    live: parts.show.live,
    snapshot: parts.show.snapshot,
  })
  const app = newApi()
  app.onError((error, c) => answerProblem(c, problemOf(error, parts.log)))
  app.notFound((c) => answerProblem(c, notFound(c.req.method, c.req.path)))

  app.use(`${BASE}/notices/:id/photos/*`, foreignBytes)
  app.use('*', secureHeaders(HEADERS), noneForReading, onlyThisHost)
  for (const path of ['/api/*', '/metrics']) {
    app.use(path, async (c, next) => {
      await next()
      c.res.headers.set('cache-control', 'no-store')
    })
    app.use(path, smaller)
    app.use(path, onlyAllowed(parts.settings.tokens), onlyWithRoom(parts.refusal), readBody, onceOnly(parts))
  }
  app.route(BASE, createV1(parts, hub))
  addPages(app, parts, hub)
  // Before whatever else is added behind: an unknown path of the API is never a page.
  app.all('/api/*', (c) => answerProblem(c, notFound(c.req.method, c.req.path)))
  return { app, liveClients: hub.clients, close: hub.close }
}

function createV1(parts: AppParts, hub: LiveHub): Api {
  const v1 = newApi()
  v1.onError((error, c) => answerProblem(c, problemOf(error, parts.log)))
  addSystemRoutes(v1, parts)
  addRegistryRoutes(v1, parts)
  addDeviceSecretRoutes(v1, parts)
  addImportRoutes(v1, parts)
  addReadingRoutes(v1, parts)
  addAnalysisRoutes(v1, parts)
  addContributionRoutes(v1, parts)
  addRuleRoutes(v1, parts)
  addEpisodeRoutes(v1, parts)
  addOrderRoutes(v1, parts)
  addDraftRoutes(v1, parts)
  addNoticeRoutes(v1, parts)
  addExemptionRoutes(v1, parts)
  addFilingRoutes(v1, parts)
  addManualRoutes(v1, parts)
  addHandoverRoutes(v1, parts)
  addNoticeReportRoutes(v1, parts)
  addNoticePhotoRoutes(v1, parts)
  addRecordRoutes(v1, parts)
  addLiveRoute(v1, hub)
  return v1
}

function addPages(app: Api, parts: AppParts, hub: LiveHub): void {
  const info = { title: 'Windbreak API', version: parts.settings.version }
  const document = () => app.getOpenAPI31Document({ openapi: '3.1.0', info, servers: [{ url: '/' }] })
  const live: Metric = { name: 'live_clients', help: 'screens on the live stream', kind: 'gauge', value: hub.clients }
  const metrics = createMetrics([...parts.metrics, ...parts.show.metrics, live])

  app.get(`${BASE}/openapi.json`, (c) => c.json(document()))
  app.get('/api/docs', (c) => c.html(docsPage(document())))
  app.get('/api/docs.css', (c) => c.body(DOCS_STYLE, 200, { 'content-type': 'text/css; charset=utf-8' }))
  app.get('/metrics', async (c) =>
    c.body(await metrics(), 200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }),
  )
}

/** What somebody sent is shown as a picture and as nothing else. Before the headers of every page: this one wins. */
const foreignBytes: MiddlewareHandler = async (c, next) => {
  await next()
  c.res.headers.set('content-security-policy', "default-src 'none'; sandbox")
}

const gzip = compress({ encoding: 'gzip' })

/** What is read may be long; the answer to an act never is. The live stream compresses itself. */
const smaller: MiddlewareHandler = (c, next) => (c.req.method === 'GET' ? gzip(c, next) : next())

function notFound(method: string, path: string): ProblemError {
  const methods = methodsOf(path)
  if (methods.length === 0) return new ProblemError(404, 'there is no such path')
  const allow = methods.join(', ')
  return new ProblemError(405, `${method} is not possible here; possible: ${allow}`, { headers: { allow } })
}

/** Charts and map need `style-src-attr`; scripts come from here and nowhere else (reliability.md 5.2). */
const HEADERS: Parameters<typeof secureHeaders>[0] = {
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    styleSrcAttr: ["'unsafe-inline'"],
    imgSrc: ["'self'", 'data:'],
    fontSrc: ["'self'"],
    connectSrc: ["'self'"],
    workerSrc: ["'self'"],
    manifestSrc: ["'self'"],
    frameAncestors: ["'none'"],
    baseUri: ["'none'"],
    formAction: ["'self'"],
  },
  strictTransportSecurity: 'max-age=31536000; includeSubDomains',
  xFrameOptions: 'DENY',
}
