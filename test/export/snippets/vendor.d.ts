declare module '@jsonresume/schema' {
  const schema: { validate(resume: unknown, done: (errors: unknown, valid: unknown) => void): void }
  export default schema
}
