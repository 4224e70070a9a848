package io.kubeforge.activities.ssh;

import com.jcraft.jsch.SocketFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the one socket of a connection within a time limit and can cut it at any moment. */
final class HandshakeSocket implements SocketFactory {
    private static final Logger LOG = LoggerFactory.getLogger(HandshakeSocket.class);

    private final int connectMillis;
    private final Socket socket = new Socket();

    HandshakeSocket(int connectMillis) {
        this.connectMillis = connectMillis;
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new UnknownHostException("the name " + host + " does not resolve");
        }
        socket.setTcpNoDelay(true);
        socket.connect(address, connectMillis);
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

    void close() {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("Closing a socket that is of no more use", e);
        }
    }
}
