package io.kubeforge.api.websocket;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import jakarta.inject.Singleton;

/** Lets every connection become a WebSocket. */
@Singleton
final class WebSocketUpgrades implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {
    private final OpenWebSockets open;

    WebSocketUpgrades(OpenWebSockets open) {
        this.open = open;
    }

    @Override
    public NettyServerCustomizer.Registry onCreated(BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
        event.getBean().register(new PerConnection(null, open.channels()));
        return event.getBean();
    }

    private record PerConnection(Channel channel, ChannelGroup open) implements NettyServerCustomizer {
        @Override
        public NettyServerCustomizer specializeForChannel(Channel specialised, ChannelRole role) {
            return new PerConnection(specialised, open);
        }

        @Override
        public void onStreamPipelineBuilt() {
            channel.pipeline()
                    .addAfter(
                            ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC,
                            "websocket",
                            new WebSocketHandler(open));
        }
    }
}
