import { describe, expect, it } from 'vitest'
import { demoSpeed, nextStop, waitFor } from '../../../simulators/demo/demo-pace.ts'
import { demoWeather } from '../../../simulators/demo/demo-weather.ts'
import { HISTORY_DAYS, historySize, historyUpTo } from '../../../simulators/demo/history.ts'
import { DEMO_RULES } from '../../../simulators/demo/run-demo.ts'
import { ERQI } from '../../../simulators/district/erqi.ts'
import { createWorld } from '../../../simulators/district/world.ts'
import { HOUR, MINUTE, SECOND } from '../../../simulators/local-time.ts'
import { rulesSetting } from '../../../simulators/rule-modes.ts'

const START = Date.parse('2026-11-22T20:00:00+08:00')
const DAY = 24 * HOUR

describe('the pace of the demo', () => {
  const facts = { now: START, wall: START + HOUR, isDraftWaiting: false, chosen: null }

  it.each([
    { case: 'quickly while it is behind', given: {}, speed: 60 },
    { case: 'slowly while a draft waits', given: { isDraftWaiting: true }, speed: 6 },
    { case: 'as time does once it has caught up', given: { wall: START + 30 * SECOND }, speed: 1 },
    { case: 'as time does when a draft waits then', given: { wall: START, isDraftWaiting: true }, speed: 1 },
    { case: 'as a person chose', given: { chosen: 6 }, speed: 6 },
    { case: 'not at all in a pause', given: { chosen: 0, isDraftWaiting: true }, speed: 0 },
    { case: 'never faster than a person can decide', given: { chosen: 60, isDraftWaiting: true }, speed: 6 },
  ])('goes $case', ({ given, speed }) => {
    expect(demoSpeed({ ...facts, ...given })).toBe(speed)
  })

  it('stops at every whole minute and takes about a second to each stop', () => {
    expect(nextStop(START, 60)).toBe(START + MINUTE)
    expect(nextStop(START + 58 * SECOND, 6)).toBe(START + MINUTE)
    expect(nextStop(START, 1)).toBe(START + SECOND)
    for (const speed of [1, 6, 60]) expect(waitFor(START, nextStop(START, speed), speed)).toBe(SECOND)
  })
})

it('the demo leaves the wind to the officer, and site dust advises', () => {
  expect(rulesSetting(DEMO_RULES)).toBe('windy-day=countdown,dust-exceedance=advise,*=off')
})

describe('the weather of the demo', () => {
  it('is calm at the start, at level 4 within the first hour, and calm again in the end', () => {
    const weather = demoWeather(START, 1)
    expect(weather(START).windMps).toBeLessThan(3)
    expect(weather(START + 0.6 * HOUR).windMps).toBeGreaterThan(6)
    expect(weather(START + 9 * HOUR).windMps).toBeLessThan(4.5)
  })

  it('stays within what can happen in two months before', () => {
    const weather = demoWeather(START, 1)
    const hours = Array.from({ length: HISTORY_DAYS * 24 }, (_, hour) => weather(START - hour * HOUR))
    expect(Math.min(...hours.map(({ windMps }) => windMps))).toBeGreaterThan(0)
    expect(Math.max(...hours.map(({ windMps }) => windMps))).toBeLessThan(12)
    expect(Math.min(...hours.map(({ temperatureC }) => temperatureC))).toBeGreaterThan(-15)
    expect(Math.max(...hours.map(({ humidityPercent }) => humidityPercent))).toBeLessThanOrEqual(97)
    expect(hours.some(({ rainMmH }) => rainMmH > 0)).toBe(true)
  })
})

describe('the history of the demo', () => {
  const some = new Set(['wb-erqi', 'sm-001', 'os-yimalu'])
  const district = { ...ERQI, devices: ERQI.devices.filter(({ id }) => some.has(id)) }
  const world = createWorld({ district, weather: demoWeather(START, 1), seed: 1, dirt: {} })
  const pieces = [...historyUpTo(START, world, 1_000)]
  const readings = pieces.flatMap(({ lines }) => lines.split('\n').map((line) => JSON.parse(line)))
  const of = (device: string) => readings.filter((one) => one.device === device)

  it('covers 60 days at 15 minutes and the last two at the device’s own interval, up to the start itself, which the demo goes on from', () => {
    expect(of('wb-erqi')).toHaveLength((HISTORY_DAYS - 2) * 96 + 2 * 1_440 + 1)
    expect(of('sm-001')).toHaveLength((HISTORY_DAYS - 2) * 96 + 2 * 288)
    expect(of('os-yimalu')).toHaveLength(HISTORY_DAYS * 24 + 1)
    expect(Math.min(...readings.map(({ ts }) => ts))).toBe(START - HISTORY_DAYS * DAY)
    expect(Math.max(...readings.map(({ ts }) => ts))).toBe(START)
  })

  it('comes oldest first, each instant of a device once', () => {
    for (const device of some) {
      const instants = of(device).map(({ ts }) => ts)
      expect(instants).toEqual([...new Set(instants)].sort((one, other) => one - other))
    }
    expect(pieces.reduce((sum, piece) => sum + piece.readings, 0)).toBe(readings.length)
    expect(historySize(START, world)).toBe(readings.length)
  })
})
