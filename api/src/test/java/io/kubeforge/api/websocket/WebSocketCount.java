package io.kubeforge.api.websocket;

import io.micronaut.context.ApplicationContext;

/** Counts the WebSockets of a running API, which no client can see. */
public final class WebSocketCount {
    private WebSocketCount() {}

    /** How many there are now. */
    public static int of(ApplicationContext context) {
        return context.getBean(OpenWebSockets.class).channels().size();
    }
}
