/** A round that has not ended by then is not waited for. */
export const LONGEST_ROUND_MS = 30_000;

/**
 * One round after another: what is asked for while one is under way is done once more after it. Changes come faster than a slow
 * server answers, and a question that each of them cut off and asked anew would never be answered.
 */
export function inTurn(round: () => Promise<unknown>): () => void {
  let running = false;
  let again = false;
  const run = async () => {
    running = true;
    do {
      again = false;
      await ended(round());
    } while (again);
    running = false;
  };
  return () => {
    if (running) again = true;
    else void run();
  };
}

/** When it has, well or not, or too much time has passed. */
const ended = (round: Promise<unknown>): Promise<void> =>
  new Promise((done) => {
    const timer = setTimeout(done, LONGEST_ROUND_MS);
    const end = () => {
      clearTimeout(timer);
      done();
    };
    round.then(end, end);
  });
