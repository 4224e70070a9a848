package io.kubeforge.activities.ssh;

import io.kubeforge.activities.failure.NotLinux;
import io.kubeforge.activities.failure.SudoNotAllowed;
import io.kubeforge.activities.failure.SudoPasswordWrong;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Runs scripts as root over one connection: as root itself, by sudo without a password, or with the password if that is
 * refused. Tells a script that failed from a root shell that never came up.
 */
final class RootShell {
    private static final Pattern SUDO_REFUSED = Pattern.compile(
            "(?m)^sudo(-rs)?: |is not in the sudoers file|is not allowed to (execute|run sudo)|sudo: (command )?not found");
    private static final Pattern WRONG_PASSWORD =
            Pattern.compile("(?i)incorrect (password|authentication) attempt|try again|no password was provided");
    private static final Pattern NO_SHELL =
            Pattern.compile("(?i)'?\\bsh'? ?(is not recognized|: (command )?not found)|(invalid|unknown) command");

    private static final int REFUSED = 1;

    private final Connection connection;
    private final SshTarget target;
    private volatile boolean passwordNeeded;

    RootShell(Connection connection) {
        this.connection = connection;
        this.target = connection.target();
    }

    /** The host as messages show it. */
    String host() {
        return target.label();
    }

    /** Runs a script to its end; any exit code of its own is an answer. */
    Connection.Answer execute(Script script, Duration deadline, Runnable alive) {
        byte[] text = script.render().getBytes(StandardCharsets.UTF_8);
        if (target.user().equals("root")) {
            return verified(run(script, "sh -s", text, deadline, alive));
        }
        if (!passwordNeeded) {
            Connection.Answer answer = run(script, "sudo -n sh -s", text, deadline, alive);
            boolean refused = answer.exitCode() == REFUSED && sudoRefused(answer);
            if (!refused || target.credential().sudoPassword() == null) {
                return verified(answer);
            }
            passwordNeeded = true;
        }
        return verified(run(script, withPassword(text.length), andPassword(text), deadline, alive));
    }

    private Connection.Answer run(Script script, String command, byte[] input, Duration deadline, Runnable alive) {
        return connection.execute(new Connection.Command(script.name(), command, input), deadline, alive);
    }

    /**
     * The script goes into a file first, in memory if there is such a place, so that the password is alone on sudo's
     * standard input. Should sudo not ask after all, nobody reads it: a script's own input is empty.
     */
    private static String withPassword(int length) {
        return "sh -c 'umask 077; for d in \"${XDG_RUNTIME_DIR:-/nowhere}\" /dev/shm /tmp; do"
                + " if [ -d \"$d\" ] && [ -w \"$d\" ]; then break; fi; done;"
                + " f=$(mktemp \"$d/kubeforge.XXXXXXXXXX\") || exit 125;"
                + " trap \"rm -f $f\" EXIT; trap \"exit 129\" HUP INT PIPE TERM;"
                + " head -c " + length + " >\"$f\" || exit 125;"
                + " LC_ALL=C sudo -S -p \"\" sh \"$f\"'";
    }

    private byte[] andPassword(byte[] text) {
        ByteArrayOutputStream input = new ByteArrayOutputStream(text.length + 64);
        input.writeBytes(text);
        input.writeBytes(target.credential().sudoPassword());
        input.write('\n');
        return input.toByteArray();
    }

    /** Throws when what came back is a refusal to run any script at all. */
    private Connection.Answer verified(Connection.Answer answer) {
        if (answer.exitCode() == 0 || answer.stdout().length > 0) {
            return answer;
        }
        String said = said(answer);
        String firstLine = said.lines().findFirst().orElse("").strip();
        if (passwordNeeded && WRONG_PASSWORD.matcher(said).find()) {
            throw new SudoPasswordWrong(target.label(), target.user());
        }
        if (sudoRefused(answer)) {
            throw passwordNeeded
                    ? SudoNotAllowed.withPassword(target.label(), target.user(), firstLine)
                    : SudoNotAllowed.withoutPassword(target.label(), target.user(), firstLine);
        }
        if (NO_SHELL.matcher(firstLine).find()) {
            throw new NotLinux(target.label(), firstLine);
        }
        return answer;
    }

    private boolean sudoRefused(Connection.Answer answer) {
        return !target.user().equals("root")
                && answer.exitCode() != 0
                && answer.stdout().length == 0
                && SUDO_REFUSED.matcher(said(answer)).find();
    }

    private static String said(Connection.Answer answer) {
        return new String(answer.stderr(), StandardCharsets.UTF_8).strip();
    }
}
