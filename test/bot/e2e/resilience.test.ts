// What the bot stands: networks that are cut, restarts, kills. The subjects share a server.
import './resilience/process.ts'
import './resilience/network.ts'
