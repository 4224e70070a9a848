package io.kubeforge.api.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.timeout.WriteTimeoutHandler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a connection whose client does not take what it was answered: a large list would be kept for as long as the client
 * likes. Each line of a watch has as much time; the queue of a watch has a limit of its own besides.
 */
final class SlowReaders extends WriteTimeoutHandler {
    private static final Logger LOG = LoggerFactory.getLogger(SlowReaders.class);

    private final Duration patience;

    SlowReaders(Duration patience) {
        super(patience.toMillis(), TimeUnit.MILLISECONDS);
        this.patience = patience;
    }

    @Override
    protected void writeTimedOut(ChannelHandlerContext context) {
        LOG.info(
                "{} did not take what it was answered within {} s, and was let go",
                context.channel().remoteAddress(),
                patience.toSeconds());
        // Past TLS, which would first wait for all that it has to send.
        context.pipeline().firstContext().close();
    }
}
