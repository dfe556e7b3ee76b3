// Runs programs one after the other, as their names come: to start a process for each takes longer than what they do.
import { pathToFileURL } from 'node:url'
import { inspect } from 'node:util'

process.on('message', async (file) => {
  const answer = await import(pathToFileURL(file).href).then(
    () => ({}),
    (error) => ({ error: inspect(error) }),
  )
  process.send(answer)
})
