// What a program of an agent sees of the environment: PATH, what the agent lists, and its secrets. Nothing else of the server's own.

export interface Surroundings {
  env: Readonly<Record<string, string | undefined>>
  secrets: { [name: string]: string }
}

export function programEnvironment(listed: readonly string[], { env, secrets }: Surroundings): Record<string, string> {
  const passed = ['PATH', ...listed].flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]]))
  return { ...Object.fromEntries(passed), ...secrets } as Record<string, string>
}
