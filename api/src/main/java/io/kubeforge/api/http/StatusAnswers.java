package io.kubeforge.api.http;

import io.kubeforge.api.status.Json;
import io.kubeforge.api.status.StatusException;
import io.micronaut.context.annotation.Primary;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;

/** Gives every error the form of a {@code Status}: our own, and those of the HTTP framework. */
@Singleton
@Primary
final class StatusAnswers
        implements ErrorResponseProcessor<byte[]>, ExceptionHandler<StatusException, HttpResponse<byte[]>> {
    private static final int INTERNAL = 500;
    private static final MediaType PAGE = MediaType.of("text/plain; charset=utf-8");

    @Override
    public HttpResponse<byte[]> handle(HttpRequest request, StatusException exception) {
        MutableHttpResponse<byte[]> response = HttpResponse.status(HttpStatus.valueOf(exception.code()));
        exception
                .retryAfterSeconds()
                .ifPresent(seconds -> response.header(HttpHeaders.RETRY_AFTER, Integer.toString(seconds)));
        return exception.isPage() ? page(response) : answer(response, exception);
    }

    @Override
    public MutableHttpResponse<byte[]> processResponse(ErrorContext context, MutableHttpResponse<?> response) {
        int code = response.code();
        return switch (code) {
            case 404 -> page(response);
            case 405 ->
                answer(
                        response,
                        StatusException.methodNotAllowed(
                                context.getRequest().getMethodName() + " is not allowed on this resource"));
            case 406 -> answer(response, StatusException.notAcceptable(message(context, response)));
            case 413 -> answer(response, StatusException.tooLarge("the body of the request is larger than is read"));
            default ->
                code >= INTERNAL
                        ? answer(response, StatusException.internal())
                        : answer(response, StatusException.ofCode(code, "BadRequest", message(context, response)));
        };
    }

    private static String message(ErrorContext context, HttpResponse<?> response) {
        return context.getErrors().stream()
                .map(error -> error.getMessage())
                .findFirst()
                .orElse(response.reason());
    }

    private static MutableHttpResponse<byte[]> page(MutableHttpResponse<?> response) {
        return response.contentType(PAGE).body("404 page not found\n".getBytes(StandardCharsets.US_ASCII));
    }

    private static MutableHttpResponse<byte[]> answer(MutableHttpResponse<?> response, StatusException exception) {
        return response.contentType(MediaType.APPLICATION_JSON_TYPE).body(Json.write(exception.status()));
    }
}
