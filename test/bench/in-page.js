// @ts-nocheck: it is given to a page as text, and the names of the DOM are known only there
/** The part of the measurement that runs inside the page; times begin and end there. */
globalThis.measure = { untilCatalogue, untilCards, untilProblem, countFrames, framesPerS }

/** Looks in every frame; resolves with the time after the frame that shows it. */
function painted(isThere) {
  return new Promise((seen) => {
    const look = () => {
      if (isThere()) requestAnimationFrame(() => setTimeout(() => seen(performance.now())))
      else requestAnimationFrame(look)
    }
    look()
  })
}

/** Milliseconds from the start of the navigation. */
function untilCatalogue() {
  return painted(() => document.querySelector('.srv') !== null)
}

/** Milliseconds from the last answer about the plant until that many cards are painted. */
async function untilCards(count) {
  const at = await painted(() => document.querySelectorAll('.node').length >= count)
  const answer = performance.getEntriesByType('resource').findLast(({ name }) => name.endsWith('/stacks/outline'))
  return at - answer.responseEnd
}

/** Milliseconds from the next change of a field until a problem is listed, or is no longer, and that is painted. */
function untilProblem(code, isWanted) {
  return new Promise((seen) => {
    const onInput = async () => {
      const begin = performance.now()
      const isListed = () => document.querySelector('.drawer').textContent.includes(code)
      seen((await painted(() => isListed() === isWanted)) - begin)
    }
    addEventListener('input', () => void onInput(), { once: true, capture: true })
  })
}

let counter

/** Counts how often the page comes to paint from now on. */
function countFrames() {
  const counting = { frames: 0, begin: performance.now() }
  const count = () => {
    counting.frames++
    if (counter === counting) requestAnimationFrame(count)
  }
  counter = counting
  requestAnimationFrame(count)
}

function framesPerS() {
  const { frames, begin } = counter
  counter = undefined
  return (frames * 1000) / (performance.now() - begin)
}
