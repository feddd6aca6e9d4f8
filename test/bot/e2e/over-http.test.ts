// The bot over HTTP: what is refused, and installing it in several workspaces. The subjects share a server.
import './over-http/attacks.ts'
import './over-http/workspaces.ts'
