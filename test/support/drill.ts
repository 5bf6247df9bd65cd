/** Runs `npm run drill` as a person would, and reads its report from standard output. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')

export interface DrillEpisode {
  readonly id: string
  readonly kind: string
  /** Null where the scope is wider than a place. */
  readonly place: string | null
  /** Null for the whole district. */
  readonly township: string | null
  readonly openedAt: string
  readonly closedAt: string | null
  readonly maxLevel: number
  readonly changes: readonly {
    at: string
    from: number
    to: number
    reason: { code: string; onlyAdvise?: readonly string[] }
  }[]
  readonly rulePack: { id: string; version: string }
}

export interface DrillOrder {
  readonly number: string
  readonly cause: { readonly kind: string; readonly id: string }
  /** Null when the cause is not an episode. */
  readonly episode: string | null
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
  readonly notices: readonly { readonly number: string; readonly endedAt: string | null }[]
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

/** What happened when, without ids: for comparing two runs. Two rules, or two places of one township, stay apart. */
export function timelineOf(report: DrillReport): unknown {
  const nameOf = ({ kind, township, place }: DrillEpisode) => [kind, township, place].filter(Boolean).join(' ')
  const nameById = new Map(report.episodes.map((episode) => [episode.id, nameOf(episode)]))
  return {
    episodes: report.episodes
      .map((episode) => ({
        name: nameOf(episode),
        openedAt: episode.openedAt,
        closedAt: episode.closedAt,
        maxLevel: episode.maxLevel,
        changes: episode.changes,
      }))
      .sort((a, b) => (a.openedAt + a.name < b.openedAt + b.name ? -1 : 1)),
    orders: report.orders
      .map((order) => ({
        number: order.number,
        place: order.place,
        cause: [order.cause.kind, nameById.get(order.cause.id)],
        level: order.level,
        issuedAt: order.issuedAt,
        releasedAt: order.releasedAt,
        measures: order.measures,
        revisions: order.revisions,
      }))
      .sort((a, b) => (a.number < b.number ? -1 : 1)),
  }
}
