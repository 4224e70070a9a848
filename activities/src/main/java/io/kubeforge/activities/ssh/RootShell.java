package io.kubeforge.activities.ssh;

import io.kubeforge.activities.failure.NotLinux;
import io.kubeforge.activities.failure.SudoNotAllowed;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Tells a script that failed from a root shell that never came up. */
final class RootShell {
    private static final Pattern SUDO_REFUSED = Pattern.compile(
            "(?m)^sudo: |is not in the sudoers file|is not allowed to (execute|run sudo)|sudo: (command )?not found");
    private static final Pattern NO_SHELL =
            Pattern.compile("(?i)'?\\bsh'? ?(is not recognized|: (command )?not found)|(invalid|unknown) command");

    private RootShell() {}

    /** Throws when what came back is a refusal to run any script at all. */
    static void verify(SshTarget target, Connection.Answer answer) {
        if (answer.exitCode() == 0 || answer.stdout().length > 0) {
            return;
        }
        String said = new String(answer.stderr(), StandardCharsets.UTF_8).strip();
        String firstLine = said.lines().findFirst().orElse("").strip();
        if (!target.user().equals("root") && SUDO_REFUSED.matcher(said).find()) {
            throw new SudoNotAllowed(target.label(), target.user(), firstLine);
        }
        if (NO_SHELL.matcher(firstLine).find()) {
            throw new NotLinux(target.label(), firstLine);
        }
    }
}
