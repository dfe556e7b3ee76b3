import { expect, test } from 'vitest'
import { draft, testSite } from './site.js'

test('staff search by name or address, and find the same badge; an address of nobody finds none', async () => {
  const site = await testSite({ auth: { identify: async () => null } })
  await site.service.batches.issue({
    draft,
    rows: [
      { email: 'zoe@learner.example', name: 'Zoë Müller' },
      { email: 'kim@learner.example', name: 'Kim Lee' },
    ],
  })
  const grants = [{ role: 'viewer' }] as const
  const vera = await site.service.staff.add({ email: 'vera@acme.example', name: 'Vera', grants, invite: false })
  const { url } = await site.service.staff.createSignInLink({ staffId: vera.id })
  const visitor = site.visitor()
  await visitor.submit(await visitor.get(url), '/staff/sign-in/')
  const shown = async (q: string): Promise<string[]> => {
    const { text } = await visitor.get(`/issuer?${new URLSearchParams({ q })}`)
    return ['zoe@learner.example', 'kim@learner.example'].filter((address) => text.includes(`<bdi>${address}</bdi>`))
  }
  expect(await shown('')).toEqual(['zoe@learner.example', 'kim@learner.example'])
  expect(await shown('muller')).toEqual(['zoe@learner.example'])
  expect(await shown('KIM@learner.example')).toEqual(['kim@learner.example'])
  expect(await shown('nobody@learner.example')).toEqual([])
  expect(await shown('@')).toEqual([])
  const { text } = await visitor.get(`/issuer?${new URLSearchParams({ q: '"><b>x' })}`)
  expect(text).not.toContain('<b>x')
})
