package io.kubeforge.store;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Tells, of what the store threw, whether the database is away.
 *
 * @see <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL's error codes</a>
 */
public final class DatabaseAway {
    /** Connection exceptions, too few resources, and an operator who intervenes. */
    private static final Set<String> CODES = Set.of("08", "53", "57P");

    private DatabaseAway() {}

    /** Whether it failed because the database does not answer. */
    public static boolean isCauseOf(RuntimeException failure) {
        return isCauseBeforeAnything(failure)
                || causes(failure)
                        .filter(SQLException.class::isInstance)
                        .map(cause -> ((SQLException) cause).getSQLState())
                        .anyMatch(state -> state != null && CODES.stream().anyMatch(state::startsWith));
    }

    /** Whether there was no connection for it, so that it was not even begun. */
    public static boolean isCauseBeforeAnything(RuntimeException failure) {
        return causes(failure).anyMatch(SQLTransientConnectionException.class::isInstance);
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause);
    }
}
