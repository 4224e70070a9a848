# shellcheck shell=bash
# ports.sh: sourced by scripts here that start servers; whoever sources it stands in the repository's root.

# Prints N ports of the loopback that were free a moment ago.
# Below 32768: Temporal keeps its ports in a column that holds no more.
free_ports() { # N
    python3 - "$1" <<'P'
import random, socket, sys
held = []
for port in random.sample(range(20000, 32768), 1000):
    if len(held) < int(sys.argv[1]):
        try:
            held.append(socket.create_server(("127.0.0.1", port)))
        except OSError:
            pass
print(*(s.getsockname()[1] for s in held))
P
}
