package io.kubeforge.api.http;

import io.kubeforge.api.ApiConfiguration;
import io.kubeforge.api.websocket.OpenWebSockets;
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

/**
 * What each connection does besides what Micronaut has it do: it may become a WebSocket, stream headers go out at once, and
 * slow clients go.
 */
@Singleton
final class ConnectionHandlers implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {
    private final OpenWebSockets webSockets;
    private final Duration patience;

    ConnectionHandlers(OpenWebSockets webSockets, ApiConfiguration api) {
        this.webSockets = webSockets;
        this.patience = api.patience();
    }

    @Override
    public NettyServerCustomizer.Registry onCreated(BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
        event.getBean().register(new PerConnection(null));
        return event.getBean();
    }

    private final class PerConnection implements NettyServerCustomizer {
        private final Channel channel;

        PerConnection(Channel channel) {
            this.channel = channel;
        }

        @Override
        public NettyServerCustomizer specializeForChannel(Channel specialised, ChannelRole role) {
            return new PerConnection(specialised);
        }

        @Override
        public void onStreamPipelineBuilt() {
            String codec = ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC;
            channel.pipeline()
                    .addBefore(codec, "slow-readers", new SlowReaders(patience)) // sees what becomes a WebSocket, too
                    .addAfter(codec, "websocket", webSockets.handler())
                    .addAfter("websocket", "slow-senders", new SlowSenders(patience))
                    .addAfter("slow-senders", "prompt-headers", new FlushAfterHeaders());
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
