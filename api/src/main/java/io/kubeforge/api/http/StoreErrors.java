package io.kubeforge.api.http;

import io.kubeforge.api.resource.Listing;
import io.kubeforge.api.status.StatusException;
import io.kubeforge.store.GoneException;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of a request that the store fails. Says of a database that is away that it is away, and not that something is wrong with the API or the request. Clients
 * ask again by themselves for what is only read; whoever wrote must look first.
 *
 * @see <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL's error codes</a>
 */
@Singleton
final class StoreErrors implements ExceptionHandler<RuntimeException, HttpResponse<byte[]>> {
    private static final Logger LOG = LoggerFactory.getLogger(StoreErrors.class);
    /** Connection exceptions, too few resources, and an operator who intervenes. */
    private static final Set<String> AWAY = Set.of("08", "53", "57");

    private final StatusAnswers answers;

    StoreErrors(StatusAnswers answers) {
        this.answers = answers;
    }

    @Override
    public HttpResponse<byte[]> handle(HttpRequest request, RuntimeException failure) {
        if (failure instanceof GoneException) {
            return answers.handle(request, StatusException.expired(Listing.VERSION_EXPIRED));
        }
        if (!isAway(failure)) {
            LOG.error("{} {} failed", request.getMethodName(), request.getPath(), failure);
            return answers.handle(request, StatusException.internal());
        }
        LOG.warn(
                "{} {} failed: the database does not answer: {}",
                request.getMethodName(),
                request.getPath(),
                rootOf(failure));
        return answers.handle(
                request,
                request.getMethod() == HttpMethod.GET
                        ? StatusException.unavailable("the database does not answer; ask again", true)
                        : StatusException.unavailable(
                                "the database did not answer, so this was done, or it was not: look before you ask again",
                                false));
    }

    private static boolean isAway(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLTransientConnectionException) {
                return true;
            }
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return AWAY.stream().anyMatch(sql.getSQLState()::startsWith);
            }
        }
        return false;
    }

    private static Throwable rootOf(Throwable failure) {
        return failure.getCause() == null ? failure : rootOf(failure.getCause());
    }
}
