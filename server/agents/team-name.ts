// Teams are named for programs, MARKETING_TEAM; people and the dashboard say marketing.
export const isTeam = (team: string, said: string): boolean => team === said || plainName(team) === plainName(said)

function plainName(team: string): string {
  const name = team
    .trim()
    .toUpperCase()
    .replace(/[\s-]+/g, '_')
  return name.replace(/(?<=.)_(TEAM|AGENT)$/, '')
}
