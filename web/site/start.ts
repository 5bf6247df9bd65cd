import { mount } from 'svelte'
import SiteCardPage from './SiteCardPage.svelte'

export function start(target: Element): void {
  const placeId = decodeURIComponent(location.pathname.slice('/site/'.length).replace(/\/$/, ''))
  mount(SiteCardPage, { target, props: { placeId } })
}
