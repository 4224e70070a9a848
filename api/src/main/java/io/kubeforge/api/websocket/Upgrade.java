package io.kubeforge.api.websocket;

import io.kubeforge.api.status.StatusException;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import java.util.Base64;
import java.util.List;

/**
 * Whether the answer to a request becomes a WebSocket. The pipeline leaves the Upgrade header only on requests that ask
 * for one, and changes the connection when the answer carries it too.
 */
public record Upgrade(boolean asked) {
    static final String WEBSOCKET = "websocket";
    static final String VERSION = "13";
    private static final int KEY_BYTES = 16;

    /**
     * Reads what a request asks for.
     *
     * @throws StatusException 400 if it asks for a WebSocket in a way that cannot be answered
     */
    public static Upgrade of(HttpRequest<?> request) {
        HttpHeaders headers = request.getHeaders();
        if (!WEBSOCKET.equalsIgnoreCase(headers.get(HttpHeaders.UPGRADE))) {
            return new Upgrade(false);
        }
        if (!VERSION.equals(headers.get(HttpHeaders.SEC_WEBSOCKET_VERSION))) {
            throw StatusException.badRequest("Sec-WebSocket-Version must be " + VERSION);
        }
        if (!isKey(headers.get(HttpHeaders.SEC_WEBSOCKET_KEY))) {
            throw StatusException.badRequest("Sec-WebSocket-Key must be the Base64 of " + KEY_BYTES + " bytes");
        }
        List<String> protocols = Subprotocols.split(headers.getAll(HttpHeaders.SEC_WEBSOCKET_PROTOCOL));
        if (protocols.size() > 1) {
            throw StatusException.badRequest(
                    "Sec-WebSocket-Protocol must name one subprotocol, or none, beside the one with the bearer token");
        }
        return new Upgrade(true);
    }

    /** Marks the answer, if a WebSocket was asked for. */
    public <T> MutableHttpResponse<T> agree(MutableHttpResponse<T> response) {
        return asked ? response.header(HttpHeaders.UPGRADE, WEBSOCKET) : response;
    }

    private static boolean isKey(String key) {
        try {
            return key != null && Base64.getDecoder().decode(key.trim()).length == KEY_BYTES;
        } catch (IllegalArgumentException noBase64) {
            return false;
        }
    }
}
