package io.kubeforge.activities.ssh;

import com.jcraft.jsch.SocketFactory;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one open socket under a connection, which can be cut at any moment, and knows whether it was. */
final class Line implements SocketFactory {
    private static final Logger LOG = LoggerFactory.getLogger(Line.class);

    private final Socket socket;
    private volatile boolean ended;

    /** Takes over a socket that is connected. */
    Line(Socket socket) {
        this.socket = socket;
    }

    /** Connects to this address itself; an interrupt ends the attempt. */
    static Line dial(String address, int port, int millis) throws IOException {
        InetSocketAddress to = new InetSocketAddress(address, port);
        if (to.isUnresolved()) {
            throw new UnknownHostException("the name " + address + " does not resolve");
        }
        Line line = new Line(SocketChannel.open().socket());
        try {
            line.socket.setTcpNoDelay(true);
            line.socket.connect(to, millis);
            return line;
        } catch (IOException e) {
            line.cut();
            throw e;
        }
    }

    @Override
    public Socket createSocket(String host, int port) {
        return socket;
    }

    @Override
    public InputStream getInputStream(Socket opened) throws IOException {
        return new FilterInputStream(opened.getInputStream()) {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
                try {
                    int count = in.read(bytes, from, length);
                    ended |= count < 0;
                    return count;
                } catch (IOException failure) {
                    ended = true;
                    throw failure;
                }
            }
        };
    }

    @Override
    public OutputStream getOutputStream(Socket opened) throws IOException {
        return new FilterOutputStream(opened.getOutputStream()) {
            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                try {
                    out.write(bytes, from, length);
                } catch (IOException failure) {
                    ended = true;
                    throw failure;
                }
            }
        };
    }

    /** Whether reading came to its end, or reading or writing failed: what was asked last has no answer then. */
    boolean ended() {
        return ended;
    }

    void cut() {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("Closing a socket that is of no more use", e);
        }
    }
}
