// Puts the agent's secrets where its file names them as ${NAME}. Pure.

export function fillSecrets(texts: Readonly<Record<string, string>>, secrets: { [name: string]: string }): Record<string, string> {
  const fill = (text: string) => text.replace(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (whole, name: string) => secrets[name] ?? whole)
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, fill(text)]))
}
