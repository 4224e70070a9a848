package io.kubeforge.model.preflight;

/**
 * A check that a host does not pass.
 *
 * @param seen what was found
 * @param remedy what helps, as a sentence
 */
public record Finding(Check check, String seen, String remedy) {
    /** One sentence for people: what was seen, what is needed, what helps. */
    public String text() {
        return check.text() + ": " + seen + ", but " + check.needed() + ". " + remedy;
    }
}
