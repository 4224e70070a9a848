package io.kubeforge.activities.failure;

/** A script ended with an error that no other failure describes better. */
public class ScriptFailed extends HostFailure {
    private final String script;
    private final int exitCode;

    /**
     * @param permanent whether the same script would fail again until something is changed
     * @param lastLines the end of the output, free of secrets
     */
    public ScriptFailed(String host, String script, int exitCode, String lastLines, boolean permanent) {
        super(
                permanent,
                "Script " + script + " failed on host " + host + " with exit code " + exitCode + meaningOf(exitCode)
                        + (lastLines.isBlank() ? "; it said nothing" : ". Its last lines:\n" + lastLines),
                null);
        this.script = script;
        this.exitCode = exitCode;
    }

    /** Name of the script. */
    public String script() {
        return script;
    }

    /** Exit code of the script; 124 is its deadline, 128+n signal n. */
    public int exitCode() {
        return exitCode;
    }

    private static String meaningOf(int exitCode) {
        if (exitCode == 124) {
            return " (its deadline passed)";
        }
        return exitCode > 128 && exitCode < 160 ? " (killed by signal " + (exitCode - 128) + ")" : "";
    }
}
