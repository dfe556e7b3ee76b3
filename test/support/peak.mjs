// With `node --import`: a process prints at its end how many kilobytes of memory it had at once.
import { readFileSync } from 'node:fs'

process.on('exit', () => {
  // Not `maxRSS`: on Linux that of a new process begins with what the one that started it had.
  const peak =
    process.platform === 'linux'
      ? /VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]
      : process.resourceUsage().maxRSS
  console.error('peak', peak)
})
