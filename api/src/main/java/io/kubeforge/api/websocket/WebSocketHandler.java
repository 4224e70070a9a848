package io.kubeforge.api.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.group.ChannelGroup;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the streamed answer to one request of a connection a WebSocket, a text frame for each line. Everything above it
 * sees an ordinary request and an ordinary answer: who may ask, what is wrong with the request, how fast the client reads
 * and that it has left are the same for both forms of a watch.
 */
final class WebSocketHandler extends ChannelDuplexHandler {
    /** What tells a handler that the server stops. */
    static final Object GOING_AWAY = new Object();

    private static final Logger LOG = LoggerFactory.getLogger(WebSocketHandler.class);
    /** For the client to say that it has understood the end. */
    private static final int SECONDS_TO_CLOSE = 10;

    private final ChannelGroup open;
    /** For each request whose answer is still to come, what it asked for. */
    private final Deque<Optional<Handshake>> asked = new ArrayDeque<>(1);

    private final Lines lines = new Lines();
    private boolean changed;
    private boolean closing;

    WebSocketHandler(ChannelGroup open) {
        this.open = open;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof WebSocketFrame frame) {
            received(context, frame);
            return;
        }
        if (changed) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (message instanceof HttpRequest request) {
            asked.add(Handshake.take(request));
        }
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof HttpResponse response && isFinal(response)) {
            answer(context, response);
        } else if (!changed || message instanceof HttpResponse) {
            context.write(message, promise);
            return;
        }
        if (!changed) {
            context.write(message, promise);
        } else if (message instanceof HttpContent content) {
            send(context, content, promise);
        } else {
            promise.trySuccess();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event != GOING_AWAY) {
            context.fireUserEventTriggered(event);
        } else if (changed) {
            end(context, WebSocketCloseStatus.ENDPOINT_UNAVAILABLE, context.newPromise());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof CorruptedWebSocketFrameException) {
            LOG.info("A client's WebSocket was closed, since it sent what is no frame: {}", cause.getMessage());
            return;
        }
        context.fireExceptionCaught(cause);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        lines.release();
    }

    private static boolean isFinal(HttpResponse response) {
        return response.status().codeClass() != HttpStatusClass.INFORMATIONAL;
    }

    private void answer(ChannelHandlerContext context, HttpResponse response) {
        Optional<Handshake> handshake = asked.isEmpty() ? Optional.empty() : asked.remove();
        if (handshake.isPresent() && handshake.get().isAgreedBy(response)) {
            changed = true;
            open.add(context.channel());
            handshake.get().answer(context.channel(), context.newPromise());
        }
    }

    private void send(ChannelHandlerContext context, HttpContent content, ChannelPromise promise) {
        for (ByteBuf line : lines.add(content.content())) {
            if (closing) {
                line.release();
            } else {
                context.write(new TextWebSocketFrame(line));
            }
        }
        if (content instanceof LastHttpContent) {
            end(context, WebSocketCloseStatus.NORMAL_CLOSURE, promise.unvoid());
        } else {
            promise.trySuccess();
        }
    }

    private void end(ChannelHandlerContext context, WebSocketCloseStatus status, ChannelPromise promise) {
        if (closing) {
            promise.trySuccess();
            return;
        }
        closing = true;
        context.writeAndFlush(new CloseWebSocketFrame(status, ""), promise);
        context.executor().schedule(() -> context.close(), SECONDS_TO_CLOSE, TimeUnit.SECONDS);
    }

    private void received(ChannelHandlerContext context, WebSocketFrame frame) {
        if (frame instanceof PingWebSocketFrame && !closing) {
            context.writeAndFlush(new PongWebSocketFrame(frame.content()));
        } else if (frame instanceof CloseWebSocketFrame && !closing) {
            closing = true;
            context.writeAndFlush(frame).addListener(ChannelFutureListener.CLOSE);
        } else {
            frame.release();
            if (frame instanceof CloseWebSocketFrame) {
                context.close();
            }
        }
    }
}
