/** Townships, places, devices and rules: read once, and again when asked. The live stream does not carry them. */
import type { DeviceView, PlaceView, TownshipView } from '../../server/contract/registry.ts'
import type { RulePackView } from '../../server/contract/rule.ts'
import { type Answer, ask } from '../api/ask.ts'
import { askAll } from '../api/pages.ts'

export type Loading = 'loading' | 'ready' | 'failed'

export class Registry {
  status = $state<Loading>('loading')
  townships = $state.raw<readonly TownshipView[]>([])
  places = $state.raw<readonly PlaceView[]>([])
  devices = $state.raw<readonly DeviceView[]>([])
  /** Rules that are judged, with their numbers. */
  rules = $state.raw<readonly RulePackView[]>([])
  readonly #placeById = $derived(new Map(this.places.map((one) => [one.id, one])))
  readonly #deviceById = $derived(new Map(this.devices.map((one) => [one.id, one])))
  readonly #devicesByPlace = $derived(devicesByPlace(this.devices))

  async load(): Promise<void> {
    const [townships, places, devices, rules] = await Promise.all([
      askAll<TownshipView>('/townships'),
      askAll<PlaceView>('/places'),
      askAll<DeviceView>('/devices'),
      ask<{ items: readonly RulePackView[] }>('/rules'),
    ])
    if (isOk(townships) && isOk(places) && isOk(devices) && isOk(rules)) {
      this.townships = townships.value
      this.places = places.value
      this.devices = devices.value
      this.rules = rules.value.items
      this.status = 'ready'
      return
    }
    if (this.status !== 'ready') this.status = 'failed'
  }

  place(id: string): PlaceView | undefined {
    return this.#placeById.get(id)
  }

  device(id: string): DeviceView | undefined {
    return this.#deviceById.get(id)
  }

  devicesAt(placeId: string): readonly DeviceView[] {
    return this.#devicesByPlace.get(placeId) ?? []
  }
}

function devicesByPlace(devices: readonly DeviceView[]): ReadonlyMap<string, readonly DeviceView[]> {
  const groups = new Map<string, DeviceView[]>()
  for (const device of devices) {
    if (device.placeId === null) continue
    const group = groups.get(device.placeId)
    if (group) group.push(device)
    else groups.set(device.placeId, [device])
  }
  return groups
}

function isOk<T>(answer: Answer<T>): answer is { readonly kind: 'ok'; readonly value: T } {
  return answer.kind === 'ok'
}
