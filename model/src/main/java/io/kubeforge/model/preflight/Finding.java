package io.kubeforge.model.preflight;

import io.kubeforge.model.kind.PreflightFinding;

/**
 * A check that a host does not pass.
 *
 * @param seen what was found
 * @param remedy what helps, as a sentence
 */
public record Finding(Check check, String seen, String remedy) {
    /** One sentence for people: what was seen, what is needed, what helps. */
    public String text() {
        return check.text() + ": " + sentence();
    }

    /** As a Host's status shows it. */
    public PreflightFinding shown() {
        String severity = check.isError() ? PreflightFinding.ERROR : PreflightFinding.WARNING;
        return new PreflightFinding(check.text(), severity, null, sentence());
    }

    private String sentence() {
        return seen + ", but " + check.needed() + ". " + remedy;
    }
}
