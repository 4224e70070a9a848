package io.kubeforge.api.websocket;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The subprotocols that a client offers. Browsers cannot send an Authorization header with a WebSocket, so that Kubernetes
 * takes the bearer token from a subprotocol, as long as there is another one to agree on.
 */
final class Subprotocols {
    private static final String BEARER = "base64url.bearer.authorization.k8s.io.";
    private static final Pattern PRINTABLE = Pattern.compile("[!-~]+");

    private Subprotocols() {}

    /** The subprotocols of one or more headers, which may hold several each. */
    static List<String> split(List<String> headers) {
        return headers.stream()
                .flatMap(header -> Arrays.stream(header.split(",")))
                .map(String::trim)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /** Moves the bearer token to where other clients send it; an Authorization header that is there stays. */
    static void moveBearer(HttpHeaders headers) {
        List<String> offered = split(headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL));
        List<String> bearers =
                offered.stream().filter(name -> name.startsWith(BEARER)).toList();
        if (bearers.size() != 1 || offered.size() == 1) {
            return;
        }
        String token = decode(bearers.get(0).substring(BEARER.length()));
        if (!PRINTABLE.matcher(token).matches()) {
            return;
        }
        if (!headers.contains(HttpHeaderNames.AUTHORIZATION)) {
            headers.set(HttpHeaderNames.AUTHORIZATION, "Bearer " + token);
        }
        List<String> others =
                offered.stream().filter(name -> !name.startsWith(BEARER)).toList();
        headers.set(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, String.join(",", others));
    }

    /** Empty for what is no Base64, which then counts as no token. */
    private static String decode(String base64) {
        try {
            return new String(Base64.getUrlDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException noBase64) {
            return "";
        }
    }
}
