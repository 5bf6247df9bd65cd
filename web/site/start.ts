export function start(target: Element): void {
  target.textContent = 'site'
}
