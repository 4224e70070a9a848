package io.kubeforge.activities.ssh;

import com.jcraft.jsch.ChannelDirectTCPIP;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/**
 * A conversation with a host through a channel of its bastion's connection. It looks like a socket, so that time limits
 * and keep-alives count on it as they do on a direct connection; no port is opened on this side.
 */
final class TunnelSocket extends Socket {
    private final ChannelDirectTCPIP channel;
    private final BytePipe incoming = new BytePipe();
    private final OutputStream outgoing;

    private TunnelSocket(ChannelDirectTCPIP channel) throws IOException {
        this.channel = channel;
        channel.setOutputStream(incoming);
        this.outgoing = channel.getOutputStream();
    }

    /**
     * Has the bastion connect to this address.
     *
     * @throws Refused when the bastion could not or would not
     */
    static TunnelSocket open(Session bastion, String address, int port, int millis) throws IOException, Refused {
        ChannelDirectTCPIP channel;
        try {
            channel = (ChannelDirectTCPIP) bastion.openChannel("direct-tcpip");
        } catch (JSchException e) {
            throw new IOException(e.getMessage(), e);
        }
        channel.setHost(address);
        channel.setPort(port);
        TunnelSocket socket = new TunnelSocket(channel);
        try {
            channel.connect(millis);
        } catch (JSchException e) {
            throw new Refused(channel.getExitStatus(), e);
        }
        return socket;
    }

    @Override
    public InputStream getInputStream() {
        return incoming.in();
    }

    @Override
    public OutputStream getOutputStream() {
        return outgoing;
    }

    @Override
    public void setSoTimeout(int millis) {
        incoming.limitReads(millis);
    }

    /** A channel sends at each flush anyway. */
    @Override
    public void setTcpNoDelay(boolean on) {}

    @Override
    public void close() throws IOException {
        incoming.close();
        channel.disconnect();
        super.close();
    }

    /** The bastion did not open the channel. */
    static final class Refused extends Exception {
        private static final int FORBIDDEN = 1;
        private static final int CONNECT_FAILED = 2;

        private final int reason;

        private Refused(int reason, JSchException cause) {
            super(cause.getMessage(), cause);
            this.reason = reason;
        }

        /** Whether the bastion's configuration forbids it, so that trying again is useless. */
        boolean forbidden() {
            return reason == FORBIDDEN;
        }

        /** Whether the bastion tried and did not get through. */
        boolean connectFailed() {
            return reason == CONNECT_FAILED;
        }
    }
}
