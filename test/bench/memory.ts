/** Generates 10,000 times and prints how much memory is in use before and after, once the rubbish is collected. */
import { maskedSecrets, planStack, renderCompose } from '../../src/stack/index.ts'
import { tenServicePlant } from './plants.ts'

function generate(times: number): void {
  for (let run = 0; run < times; run++) {
    const { blueprint } = planStack(tenServicePlant)
    if (!blueprint) throw new Error('the plant cannot be built')
    renderCompose(blueprint, maskedSecrets(blueprint))
  }
}

function usedMiB(): number {
  // twice: the first round may leave what finalizers still hold
  globalThis.gc?.()
  globalThis.gc?.()
  return process.memoryUsage().heapUsed / 1024 ** 2
}

generate(1000) // whatever is made once, and compiled code, is there from now on
const beforeMiB = usedMiB()
generate(10_000)
process.stdout.write(JSON.stringify({ beforeMiB, afterMiB: usedMiB() }))
