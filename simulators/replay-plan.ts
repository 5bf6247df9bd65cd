/** A drill that replays real readings: the file, the district its stations make, and how it is played and reported. */
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { ReplayArguments } from './arguments.ts'
import { type District, districtOf } from './district.ts'
import { DrillError } from './drill-error.ts'
import { type DrillPlan, INTERRUPTED, type Stage } from './drill-session.ts'
import { withFaults } from './faults.ts'
import { BEIJING_OFFSET, formatLocal } from './local-time.ts'
import { messagesOf } from './messages.ts'
import { createOfficer, type DrillNotice, parseNotices, together } from './notices.ts'
import { paceOf } from './pace.ts'
import { createPeople } from './people.ts'
import { play } from './player.ts'
import { createProgress, type ProgressScreen } from './progress.ts'
import { readReplay } from './prsa.ts'
import { type ColumnMap, PRSA_COLUMNS, parseColumnMap } from './prsa-columns.ts'
import type { Replay } from './prsa-gathering.ts'
import { type DrillReport, namedByStation, reportOf } from './report.ts'
import { reportText } from './report-text.ts'

export async function replayPlan(replay: ReplayArguments, stderr: ProgressScreen): Promise<DrillPlan> {
  const map = await readMap(replay.map)
  const readings = await readReplay(replay.file, replay, map)
  const notices = await readNotices(replay.notices)
  const district = districtOf(readings.stations, map.interval, sitesAsked(replay.sites, readings.stations))
  return {
    facts: {
      start: iso(replay.from),
      name: `replay ${basename(replay.file)}`,
      scope: replay.scope,
      rules: replay.rules,
    },
    registry: district.registry,
    deviceIds: [...district.deviceOf.values()],
    isExit: replay.isExit,
    whenInterrupted: INTERRUPTED,
    play: async (stage) => {
      const report = await playAndReport({ replay, readings, notices, district, map, stderr }, stage)
      return replay.isJson ? `${JSON.stringify(report, null, 2)}\n` : reportText(report)
    },
  }
}

function sitesAsked(asked: readonly string[] | null, stations: readonly string[]): readonly string[] {
  const unknown = (asked ?? []).filter((name) => !stations.includes(name))
  if (unknown.length === 0) return asked ?? stations
  throw new DrillError(`--sites: found ${unknown.join(', ')}, expected stations of the file: ${stations.join(', ')}`)
}

async function readMap(path: string | null): Promise<ColumnMap> {
  if (path === null) return PRSA_COLUMNS
  const text = await readFile(path, 'utf8').catch((error: Error) => {
    throw new DrillError(`--map ${path}: cannot be read (${error.message})`)
  })
  const map = parseColumnMap(text)
  if ('quantities' in map) return map
  throw new DrillError(`--map ${path}:\n  ${map.join('\n  ')}`)
}

async function readNotices(path: string | null): Promise<readonly DrillNotice[]> {
  if (path === null) return []
  const text = await readFile(path, 'utf8').catch((error: Error) => {
    throw new DrillError(`--notices ${path}: cannot be read (${error.message})`)
  })
  const notices = parseNotices(text)
  const problems = notices.filter((one) => typeof one === 'string')
  if (problems.length > 0) throw new DrillError(`--notices ${path}:\n  ${problems.join('\n  ')}`)
  return notices.filter((one) => typeof one !== 'string')
}

interface Playing {
  readonly replay: ReplayArguments
  readonly readings: Replay
  readonly notices: readonly DrillNotice[]
  readonly district: District
  readonly map: ColumnMap
  readonly stderr: ProgressScreen
}

async function playAndReport(playing: Playing, stage: Stage): Promise<DrillReport> {
  const { replay, readings, notices, district, map, stderr } = playing
  const { api, officerApi, peopleApi, clock, devices, messagesBefore } = stage
  const complain = (text: string) => stderr.write(`${text}\n`)
  const people = replay.people === null ? null : createPeople(peopleApi, replay.people, complain)
  const clean = messagesOf(readings.instants, district.deviceOf)
  const spoiled = replay.faults === null ? null : withFaults(clean, replay.faults)
  const progress = createProgress(stderr, replay.from, replay.to)
  const pace = paceOf(replay.speed, replay.from)
  try {
    const played = await play(spoiled?.instants ?? clean, {
      ...{ clock, devices, pace, messagesBefore },
      people: together([createOfficer(officerApi, notices), ...(people ? [people] : [])]),
      interval: map.interval,
      onProgress: progress.show,
    })
    const report = reportOf(await api.ask('GET', `/api/v1/drill/report?from=${replay.from}&to=${replay.to - 1}`), {
      ...{ file: replay.file, from: iso(replay.from), to: iso(replay.to), speed: replay.speed, played },
      faults: spoiled && replay.faults ? { seed: replay.faults.seed, struck: spoiled.struck } : null,
      people: people?.counts() ?? null,
    })
    return namedByStation(report, district.stationOf)
  } finally {
    progress.finish()
  }
}

function iso(at: number): string {
  return formatLocal(at, BEIJING_OFFSET)
}
