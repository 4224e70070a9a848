package io.kubeforge.api.websocket;

import io.micronaut.context.event.ShutdownEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.runtime.server.event.ServerShutdownEvent;
import io.netty.channel.ChannelHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;

/** The WebSockets of this process, which are told when it stops. */
@Singleton
public class OpenWebSockets {
    private static final long SECONDS_TO_STOP = 2;

    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

    ChannelGroup channels() {
        return channels;
    }

    /**
     * Lets one connection become a WebSocket. It belongs next to the HTTP codec: what comes above it sees an ordinary
     * request and an ordinary answer.
     */
    public ChannelHandler handler() {
        return new WebSocketHandler(channels);
    }

    @EventListener
    void onServerShutdown(ServerShutdownEvent stopping) {
        goAway();
    }

    @EventListener
    void onShutdown(ShutdownEvent stopping) {
        goAway();
    }

    /** Clients that answer are gone when this returns; those that do not are cut off with the event loop. */
    private void goAway() {
        channels.forEach(channel -> channel.pipeline().fireUserEventTriggered(WebSocketHandler.GOING_AWAY));
        channels.newCloseFuture().awaitUninterruptibly(SECONDS_TO_STOP, TimeUnit.SECONDS);
    }
}
