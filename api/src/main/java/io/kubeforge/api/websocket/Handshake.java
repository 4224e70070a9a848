package io.kubeforge.api.websocket;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import java.util.Optional;

/**
 * What a client sent to change to WebSocket.
 *
 * @param headers as they were, but without a bearer token among the subprotocols
 */
record Handshake(String uri, HttpHeaders headers) {
    /** Clients of a watch have nothing to say but pings and the end. */
    private static final WebSocketDecoderConfig DECODER = WebSocketDecoderConfig.newBuilder()
            .maxFramePayloadLength(64 * 1024)
            .withUTF8Validator(false)
            .build();

    /**
     * Takes from a request what asks for a WebSocket, so that Micronaut answers it as any other: it would look for a
     * WebSocket bean, and knows none.
     */
    static Optional<Handshake> take(HttpRequest request) {
        HttpHeaders headers = request.headers();
        if (!headers.contains(HttpHeaderNames.UPGRADE, Upgrade.WEBSOCKET, true)) {
            return Optional.empty();
        }
        if (!headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)) {
            headers.remove(HttpHeaderNames.UPGRADE);
            return Optional.empty();
        }
        Subprotocols.moveBearer(headers);
        Handshake handshake = new Handshake(request.uri(), headers.copy());
        headers.remove(HttpHeaderNames.CONNECTION);
        return Optional.of(handshake);
    }

    /** Whether an answer agrees to change; a refusal is told which version would do. */
    boolean isAgreedBy(HttpResponse response) {
        boolean agreed = response.status().equals(HttpResponseStatus.OK)
                && response.headers().contains(HttpHeaderNames.UPGRADE, Upgrade.WEBSOCKET, true);
        if (!agreed && !Upgrade.VERSION.equals(headers.get(HttpHeaderNames.SEC_WEBSOCKET_VERSION))) {
            response.headers().set(HttpHeaderNames.SEC_WEBSOCKET_VERSION, Upgrade.VERSION);
        }
        return agreed;
    }

    /** Answers 101 and puts the codecs of WebSocket where those of HTTP were. */
    void answer(Channel channel, ChannelPromise promise) {
        new WebSocketServerHandshaker13(uri, headers.get(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL), DECODER)
                .handshake(
                        channel,
                        new DefaultFullHttpRequest(
                                HttpVersion.HTTP_1_1,
                                HttpMethod.GET,
                                uri,
                                Unpooled.EMPTY_BUFFER,
                                headers,
                                EmptyHttpHeaders.INSTANCE),
                        EmptyHttpHeaders.INSTANCE,
                        promise);
    }
}
