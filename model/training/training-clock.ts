/** Training time in milliseconds, from `start` on, waits left out. */
export function startClock(start: number) {
  const begin = performance.now();
  let leftOut = 0;
  return {
    start,
    read: () => start + performance.now() - begin - leftOut,
    leaveOut: (milliseconds: number) => {
      leftOut += milliseconds;
    },
  };
}
