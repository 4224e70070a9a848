package io.kubeforge.activities.ssh;

import com.jcraft.jsch.SocketFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one open socket under a connection, which can be cut at any moment. */
final class Line implements SocketFactory {
    private static final Logger LOG = LoggerFactory.getLogger(Line.class);

    private final Socket socket;

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
        return opened.getInputStream();
    }

    @Override
    public OutputStream getOutputStream(Socket opened) throws IOException {
        return opened.getOutputStream();
    }

    void cut() {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("Closing a socket that is of no more use", e);
        }
    }
}
