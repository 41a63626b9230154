import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { onTestFinished } from 'vitest'
import { emptyPlace, type Place, program } from './program.ts'

export interface Serving {
  readonly place: Place
  readonly url: string
  readonly stderr: () => string
  /** Ends it without a chance to tidy up. */
  readonly kill: () => Promise<void>
}

/** `ign serve` of the built program on a free port, as it is once it says where. */
export async function serve(place: Place = emptyPlace()): Promise<Serving> {
  const child = spawn(process.execPath, [program, 'serve', '--port', '0'], { ...place, stdio: 'pipe' })
  onTestFinished(() => void child.kill('SIGKILL'))
  let stderr = ''
  const url = await new Promise<string>((resolve, reject) => {
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
      const found = /listening on (http:\/\/[^\s,]+)/.exec(stderr)?.[1]
      if (found) resolve(found)
    })
    child.once('exit', (code) => reject(new Error(`ended with ${code}: ${stderr}`)))
  })
  const kill = async () => {
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }
  return { place, url, stderr: () => stderr, kill }
}
