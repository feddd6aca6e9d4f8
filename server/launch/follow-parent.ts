// Loaded into the server before its own code: ends it when the launcher that started it has died, so that nothing stays
// behind with the port taken. Knows nothing of the server, which recovers from this as from any kill.
process.once('disconnect', () => process.exit(1))
process.channel?.unref()
