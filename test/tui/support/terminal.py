# A real pseudo-terminal for a test: runs the command it is given in one, and passes bytes on. Requests are lines of JSON on standard
# input: {"write": text}, {"size": [columns, rows]}, {"signal": number}, {"rate": bytes a second that it reads from now on, 0 for all
# there are}. The terminal's bytes go to standard output.
import fcntl, json, os, pty, select, signal, struct, sys, termios, time


def set_size(fd, columns, rows):
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


columns, rows, *command = sys.argv[1:]
child, fd = pty.fork()
if child == 0:
    os.execvp(command[0], command)
set_size(fd, int(columns), int(rows))
pending = b""
rate = 0
reads_at = 0
while True:
    rests = max(0, reads_at - time.monotonic())
    ready, _, _ = select.select([0] if rests else [fd, 0], [], [], rests or None)
    if fd in ready:
        try:
            data = os.read(fd, 64 if rate else 65536)
            reads_at = time.monotonic() + len(data) / rate if rate else 0
        except OSError:
            data = b""
        if not data:
            break
        os.write(1, data)
    if 0 in ready:
        data = os.read(0, 65536)
        if not data:
            os.kill(child, signal.SIGKILL)
            break
        pending += data
        *lines, pending = pending.split(b"\n")
        for line in lines:
            request = json.loads(line)
            if "write" in request:
                os.write(fd, request["write"].encode())
            if "rate" in request:
                rate, reads_at = request["rate"], 0
            if "size" in request:
                set_size(fd, *request["size"])
            if "signal" in request:
                os.killpg(os.tcgetpgrp(fd), request["signal"])
_, status = os.waitpid(child, 0)
sys.exit(os.waitstatus_to_exitcode(status) % 256)
