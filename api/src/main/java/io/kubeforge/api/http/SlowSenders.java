package io.kubeforge.api.http;

import io.kubeforge.api.status.Json;
import io.kubeforge.api.status.StatusException;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Ends a connection whose client does not come to the end of its body: what there is of it would be kept for as long as the
 * client likes. Whoever connects and says nothing is let go, too; between requests a client may be silent.
 */
final class SlowSenders extends ChannelDuplexHandler {
    private final Duration patience;
    /** Requests that have not been answered yet. */
    private int owed;

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
            owed++;
            await(context, () -> end(context));
        }
        if (message instanceof LastHttpContent) {
            deadline.cancel(false);
        }
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof HttpResponse response
                && response.status().codeClass() != HttpStatusClass.INFORMATIONAL) {
            owed--;
        }
        context.write(message, promise);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        deadline.cancel(false);
        context.fireChannelInactive();
    }

    private void await(ChannelHandlerContext context, Runnable otherwise) {
        deadline = context.executor().schedule(otherwise, patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** An answer would be taken for that of an earlier request, if one is still owed, or if this one has its own. */
    private void end(ChannelHandlerContext context) {
        if (owed == 1) {
            refuse(context);
        } else {
            context.close();
        }
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
