import ts from 'typescript'

const unchanging = new Map<string, ts.SourceFile>()

/** The files of the compiler and of `@types/node`, which no test is about, are read once for all programs. */
function hostOf(options: ts.CompilerOptions): ts.CompilerHost {
  const host = ts.createCompilerHost(options)
  const { getSourceFile } = host
  host.getSourceFile = (name, settings, ...more) => {
    if (!isForeign(name)) return getSourceFile(name, settings, ...more)
    const key = `${name} ${JSON.stringify(settings)}`
    const file = unchanging.get(key) ?? getSourceFile(name, settings, ...more)
    if (file !== undefined) unchanging.set(key, file)
    return file
  }
  return host
}

const isForeign = (name: string): boolean => /\/node_modules\/(typescript\/lib|@types\/node)\//.test(name)

/**
 * What the compiler finds in a program as `tsc` would, `skipLibCheck: false`: in its files and in all declarations that
 * they lead to, but for those of the language and of `@types/node`.
 */
export function typeErrors(files: readonly string[], settings: object, folder: string): string {
  const { options, errors } = ts.convertCompilerOptionsFromJson(
    { skipLibCheck: false, noEmit: true, ...settings },
    folder,
  )
  const program = ts.createProgram({ rootNames: files, options, host: hostOf(options) })
  const found = [
    ...errors,
    ...program.getConfigFileParsingDiagnostics(),
    ...program.getOptionsDiagnostics(),
    ...program.getGlobalDiagnostics(),
    ...program
      .getSourceFiles()
      .filter(({ fileName }) => !isForeign(fileName))
      .flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]),
  ]
  const { getNewLine, getCurrentDirectory, getCanonicalFileName } = ts.createCompilerHost(options)
  return ts.formatDiagnostics(found, { getNewLine, getCurrentDirectory, getCanonicalFileName })
}
