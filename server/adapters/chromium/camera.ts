/**
 * A camera that is an installed Chromium: started for one picture, told by pipe what to show, ended after it.
 *
 * It gets an empty profile in a temporary folder, none of the server's environment and no network; the folder goes when
 * it ends. It runs in a process group of its own, so that nothing of it stays.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { SECOND } from '../../domain/units.ts'
import type { Camera, Picture } from '../../ports/camera.ts'
import { type DevTools, devToolsOver } from './devtools-pipe.ts'

export interface CameraSettings {
  readonly program: string
  /** Where it finds what it starts itself. */
  readonly searchPath: string
  readonly withinMs?: number
}

const WITHIN_MS = 20 * SECOND
/** Chromium paints nothing beyond. */
const HIGHEST_PX = 16_000
/** It makes a socket in the folder for temporary files and ends at once where that has a longer path. */
const LONGEST_TEMPORARY_PATH = 60

const ARGUMENTS = [
  '--headless',
  '--remote-debugging-pipe',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-extensions',
  '--disable-sync',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--no-first-run',
  '--no-default-browser-check',
  '--no-pings',
  '--hide-scrollbars',
  '--mute-audio',
  '--host-resolver-rules=MAP * ~NOTFOUND',
]

export function openCamera({ program, searchPath, withinMs = WITHIN_MS }: CameraSettings): Camera {
  let underWay: { readonly done: Promise<Picture>; readonly stop: () => void } | null = null

  async function picture(html: string, widthPx: number, stopped: Promise<Picture>): Promise<Picture> {
    const folder = await mkdtemp(join(temporaryFolder(), 'windbreak-picture-'))
    const browser = startBrowser(program, folder, searchPath)
    let timer: NodeJS.Timeout | undefined
    const tooLate = new Promise<Picture>((resolve) => {
      timer = setTimeout(() => resolve({ kind: 'too-late' }), withinMs)
    })
    try {
      return await Promise.race([photograph(browser.devTools, html, widthPx), tooLate, stopped])
    } finally {
      clearTimeout(timer)
      await browser.end()
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    }
  }

  return {
    async take(html, widthPx) {
      if (underWay) return { kind: 'busy' }
      let stop = () => {}
      const stopped = new Promise<Picture>((resolve) => {
        stop = () => resolve({ kind: 'failed', why: 'the server is being stopped' })
      })
      const done = picture(html, widthPx, stopped).catch((error): Picture => ({ kind: 'failed', why: error.message }))
      underWay = { done, stop }
      const taken = await done
      underWay = null
      return taken
    },
    async close() {
      underWay?.stop()
      await underWay?.done
    },
  }
}

function temporaryFolder(): string {
  return Buffer.byteLength(tmpdir()) > LONGEST_TEMPORARY_PATH ? '/tmp' : tmpdir()
}

interface Browser {
  readonly devTools: DevTools
  /** Kills all of it; resolves when it is gone. */
  end(): Promise<void>
}

function startBrowser(program: string, folder: string, searchPath: string): Browser {
  // Chromium cannot shut itself in when it is root's.
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const child = spawn(program, [...ARGUMENTS, ...asRoot, `--user-data-dir=${folder}`, 'about:blank'], {
    env: { PATH: searchPath, HOME: folder, TMPDIR: temporaryFolder(), LANG: 'C.UTF-8' },
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    detached: true,
  })
  const devTools = devToolsOver(child.stdio[3] as Writable, child.stdio[4] as Readable)
  const gone = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      devTools.end(`Chromium did not start: ${error.message}`)
      resolve()
    })
    child.once('exit', (code, signal) => {
      devTools.end(`Chromium ended with ${code ?? signal}`)
      resolve()
    })
  })
  return {
    devTools,
    async end() {
      kill(child)
      await gone
    },
  }
}

function kill({ pid }: ChildProcess): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}

async function photograph({ ask }: DevTools, html: string, width: number): Promise<Picture> {
  const { targetId } = await ask<{ targetId: string }>('Target.createTarget', { url: 'about:blank' })
  const attached = await ask<{ sessionId: string }>('Target.attachToTarget', { targetId, flatten: true })
  const tell = <T>(method: string, params: object) => ask<T>(method, params, attached.sessionId)
  await tell('Emulation.setScriptExecutionDisabled', { value: true })
  const screen = { width, height: 800, deviceScaleFactor: 1, mobile: false }
  await tell('Emulation.setDeviceMetricsOverride', screen)
  const { frameTree } = await tell<{ frameTree: { frame: { id: string } } }>('Page.getFrameTree', {})
  await tell('Page.setDocumentContent', { frameId: frameTree.frame.id, html })
  const { cssContentSize } = await tell<{ cssContentSize: { height: number } }>('Page.getLayoutMetrics', {})
  const height = Math.min(Math.ceil(cssContentSize.height), HIGHEST_PX)
  const { data } = await tell<{ data: string }>('Page.captureScreenshot', {
    format: 'png',
    captureBeyondViewport: true,
    clip: { x: 0, y: 0, width, height, scale: 1 },
  })
  return { kind: 'taken', png: Buffer.from(data, 'base64') }
}
