import { once } from 'node:events'
import { connect } from 'node:net'

/**
 * Sends one request after the other over one kept connection and counts the answers.
 *
 * @returns answers in each second
 * @throws Error for an answer that is not 200
 */
export async function answersPerSecond(url: string, seconds: number, body?: string): Promise<number[]> {
  const { hostname, port, pathname } = new URL(url)
  const socket = connect(Number(port), hostname)
  await once(socket, 'connect')
  socket.setNoDelay()
  const request = Buffer.from(requestText(pathname, body))
  const counts = Array<number>(seconds).fill(0)
  const start = performance.now()
  let missing = 0
  return new Promise((resolve, reject) => {
    const next = () => {
      const second = Math.floor((performance.now() - start) / 1000)
      if (second >= seconds) {
        socket.destroy()
        resolve(counts)
        return
      }
      counts[second] = (counts[second] ?? 0) + 1
      socket.write(request)
    }
    socket.on('error', reject)
    socket.on('close', () => reject(new Error(`${pathname}: the server hung up`)))
    socket.on('data', (chunk) => {
      // an answer begins with a chunk of its own, because the next request waits for the end of the last answer
      missing = missing > 0 ? missing - chunk.length : lengthOf(chunk, pathname) - chunk.length
      if (missing === 0) next()
    })
    socket.write(request)
  })
}

function requestText(path: string, body?: string): string {
  const head = body === undefined ? `GET ${path} HTTP/1.1` : `POST ${path} HTTP/1.1`
  const about =
    body === undefined ? [] : ['Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`]
  return [head, 'Host: localhost', ...about, '', body ?? ''].join('\r\n')
}

/** Bytes of the whole answer that begins with this chunk. */
function lengthOf(chunk: Buffer, path: string): number {
  const end = chunk.indexOf('\r\n\r\n')
  const head = chunk.subarray(0, end).toString('latin1')
  const length = /^content-length: (\d+)/im.exec(head)?.[1]
  if (!head.startsWith('HTTP/1.1 200 ') || length === undefined) throw new Error(`${path}: ${head}`)
  return end + 4 + Number(length)
}
