import { mount } from 'svelte'
import Shell from './Shell.svelte'

export function start(target: Element): void {
  mount(Shell, { target })
}
