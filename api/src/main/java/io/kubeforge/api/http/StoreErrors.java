package io.kubeforge.api.http;

import io.kubeforge.api.resource.Listing;
import io.kubeforge.api.status.StatusException;
import io.kubeforge.store.DatabaseAway;
import io.kubeforge.store.GoneException;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of a request that fails for a reason that nobody foresaw, mostly in the store. Of a database that is away it
 * is said that it is away, and not that something is wrong with the API or the request. Clients ask again by themselves,
 * unless what they wrote may be done.
 */
@Singleton
final class StoreErrors implements ExceptionHandler<RuntimeException, HttpResponse<byte[]>> {
    private static final Logger LOG = LoggerFactory.getLogger(StoreErrors.class);

    private final StatusAnswers answers;

    StoreErrors(StatusAnswers answers) {
        this.answers = answers;
    }

    @Override
    public HttpResponse<byte[]> handle(HttpRequest request, RuntimeException failure) {
        if (failure instanceof GoneException) {
            return answers.handle(request, StatusException.expired(Listing.VERSION_EXPIRED));
        }
        if (!DatabaseAway.isCauseOf(failure)) {
            LOG.error("{} {} failed", request.getMethodName(), request.getPath(), failure);
            return answers.handle(request, StatusException.internal());
        }
        LOG.warn(
                "{} {} failed: the database does not answer: {}",
                request.getMethodName(),
                request.getPath(),
                rootOf(failure).getMessage());
        // A deletion may be of many objects, one after the other.
        boolean mayHaveBeenDone = request.getMethod() == HttpMethod.DELETE
                || request.getMethod() != HttpMethod.GET && !DatabaseAway.isCauseBeforeAnything(failure);
        return answers.handle(
                request,
                mayHaveBeenDone
                        ? StatusException.unavailable(
                                "the database did not answer, so this was done, or it was not: look before you ask again",
                                false)
                        : StatusException.unavailable(
                                "the database does not answer, so nothing was done; ask again", true));
    }

    private static Throwable rootOf(Throwable failure) {
        return failure.getCause() == null ? failure : rootOf(failure.getCause());
    }
}
