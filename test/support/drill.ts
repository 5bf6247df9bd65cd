/** Runs `npm run drill` as a person would, and reads its report from standard output. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')

export interface DrillEpisode {
  readonly id: string
  readonly kind: string
  /** Null where the scope is wider than a place. */
  readonly place: string | null
  readonly township: string
  readonly openedAt: string
  readonly closedAt: string | null
  readonly maxLevel: number
  readonly changes: readonly { at: string; from: number; to: number; reason: { code: string } }[]
  readonly rulePack: { id: string; version: string }
}

export interface DrillOrder {
  readonly number: string
  readonly episode: string
  readonly place: string
  readonly township: string
  readonly level: number
  readonly issuedAt: string
  readonly acknowledgedAt: string | null
  readonly releasedAt: string | null
  readonly measures: readonly { measure: string; dueAt: string; doneAt: string | null }[]
  readonly revisions: readonly { n: number; reason: string }[]
}

export interface DrillReport {
  readonly realm: string
  readonly counts: {
    published: number
    acknowledged: number
    stored: number
    quarantined: number
    late: number
    duplicate: number
    values: Record<string, number>
  }
  readonly episodes: readonly DrillEpisode[]
  readonly orders: readonly DrillOrder[]
  readonly score: Record<string, unknown>
}

export interface DrillRun {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

function runDrill(args: readonly string[], environment: Record<string, string>): Promise<DrillRun> {
  return new Promise((resolve) => {
    const child = spawn('npm', ['run', 'drill', '--', ...args], {
      cwd: root,
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (chunk) => (stdout += chunk))
    child.stderr.on('data', (chunk) => (stderr += chunk))
    child.once('close', (code) => resolve({ code, stdout, stderr }))
  })
}

/** The report of a drill that must succeed; its standard output is the JSON alone. */
export async function drillReport(args: readonly string[], environment: Record<string, string>): Promise<DrillReport> {
  const { code, stdout, stderr } = await runDrill([...args, '--json', '--exit'], environment)
  if (code !== 0) throw new Error(`the drill ended with ${code}: ${stderr.slice(-3_000)}`)
  return JSON.parse(stdout) as DrillReport
}

/** What happened when, without ids: for comparing two runs. */
export function timelineOf(report: DrillReport): unknown {
  const townshipOf = new Map(report.episodes.map((episode) => [episode.id, episode.township]))
  return {
    episodes: report.episodes
      .map(({ township, openedAt, closedAt, maxLevel, changes }) => ({
        township,
        openedAt,
        closedAt,
        maxLevel,
        changes,
      }))
      .sort((a, b) => (a.openedAt + a.township < b.openedAt + b.township ? -1 : 1)),
    orders: report.orders
      .map((order) => ({
        number: order.number,
        place: order.place,
        episode: townshipOf.get(order.episode),
        level: order.level,
        issuedAt: order.issuedAt,
        releasedAt: order.releasedAt,
        measures: order.measures,
        revisions: order.revisions,
      }))
      .sort((a, b) => (a.number < b.number ? -1 : 1)),
  }
}
