// The program of the core team's agents: built with the server from server/agents/supervised/core-program.ts.
import '../../dist/core-agent.mjs'
