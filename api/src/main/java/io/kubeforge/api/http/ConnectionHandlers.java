package io.kubeforge.api.http;

import io.kubeforge.api.ApiConfiguration;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponse;
import jakarta.inject.Singleton;
import java.time.Duration;

/** What each connection does besides what Micronaut has it do: stream headers go out at once, and slow clients go. */
@Singleton
final class ConnectionHandlers implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {
    private final Duration patience;

    ConnectionHandlers(ApiConfiguration api) {
        this.patience = api.patience();
    }

    @Override
    public NettyServerCustomizer.Registry onCreated(BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
        event.getBean().register(new PerConnection(null, patience));
        return event.getBean();
    }

    private record PerConnection(Channel channel, Duration patience) implements NettyServerCustomizer {
        @Override
        public NettyServerCustomizer specializeForChannel(Channel specialised, ChannelRole role) {
            return new PerConnection(specialised, patience);
        }

        @Override
        public void onStreamPipelineBuilt() {
            String codec = ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC;
            channel.pipeline()
                    .addBefore(codec, "slow-readers", new SlowReaders(patience)) // sees what becomes a WebSocket, too
                    .addAfter(codec, "prompt-headers", new FlushAfterHeaders())
                    .addAfter(codec, "slow-senders", new SlowSenders(patience));
        }
    }

    /**
     * Sends the headers of a stream at once. Micronaut would keep them back until the first bytes of the body, and the
     * client of a quiet watch would not know whether it was accepted.
     */
    private static final class FlushAfterHeaders extends ChannelOutboundHandlerAdapter {
        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            context.write(message, promise);
            if (message instanceof HttpResponse && !(message instanceof FullHttpResponse)) {
                context.flush();
            }
        }
    }
}
