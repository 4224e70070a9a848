package io.kubeforge.api.http;

import io.kubeforge.api.status.Json;
import io.kubeforge.api.status.StatusException;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Ends a connection whose client does not come to the end of its request: the beginning of a body that is never finished
 * would be kept for as long as the client likes. Whoever says nothing at all is let go, too; between requests a client
 * may be silent.
 */
final class SlowSenders extends ChannelInboundHandlerAdapter {
    private final Duration patience;
    private ScheduledFuture<?> deadline;

    SlowSenders(Duration patience) {
        this.patience = patience;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        await(context, context::close);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest) {
            deadline.cancel(false);
            await(context, () -> refuse(context));
        }
        if (message instanceof LastHttpContent) {
            deadline.cancel(false);
        }
        context.fireChannelRead(message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        deadline.cancel(false);
        context.fireChannelInactive();
    }

    private void await(ChannelHandlerContext context, Runnable otherwise) {
        deadline = context.executor().schedule(otherwise, patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void refuse(ChannelHandlerContext context) {
        StatusException late = StatusException.ofCode(
                HttpResponseStatus.REQUEST_TIMEOUT.code(),
                "Timeout",
                "the request was not sent to its end within " + patience.toSeconds() + " s; send it again");
        DefaultFullHttpResponse answer = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.REQUEST_TIMEOUT,
                Unpooled.wrappedBuffer(Json.write(late.status())));
        answer.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
                .set(HttpHeaderNames.CONTENT_LENGTH, answer.content().readableBytes())
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        context.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
    }
}
