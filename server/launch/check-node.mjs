// Refuses a Node.js that is too old, before anything that needs a newer one is loaded. Imported first by every launcher.
const [major, minor] = process.versions.node.split('.').map(Number)

if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(
    `Capstan needs Node.js 20.19 or newer, this is ${process.versions.node}: install a newer one from https://nodejs.org.\n`,
  )
  process.exit(1)
}
