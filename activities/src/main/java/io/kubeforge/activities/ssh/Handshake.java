package io.kubeforge.activities.ssh;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchAlgoNegoFailException;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import io.kubeforge.activities.failure.ForwardingForbidden;
import io.kubeforge.activities.failure.HostFailure;
import io.kubeforge.activities.failure.HostUnreachable;
import java.io.IOException;
import java.net.SocketTimeoutException;

/** Opens a session with one host: key, host key, authentication; and says by type why it could not. */
final class Handshake {
    private static final int CONNECT_MILLIS = 8_000;
    private static final int ALIVE_MILLIS = 3_000;
    private static final int ALIVE_COUNT = 3;

    private final SshTarget target;
    private final Connection bastion;
    private final HostKeyCheck hostKey;
    private final ClientKey key;

    /**
     * A handshake with this host.
     *
     * @param bastion the connection through which it is reached; null when it is reached directly
     */
    Handshake(SshTarget target, Connection bastion) {
        this.target = target;
        this.bastion = bastion;
        this.hostKey = new HostKeyCheck(target);
        this.key = new ClientKey(target);
    }

    Connection open() {
        JSch jsch = new JSch();
        key.addTo(jsch);
        String route = (bastion == null ? "" : bastion.route() + " ") + target.address() + " " + target.port();
        try (ConnectGate.Permit permit = ConnectGate.enter(route, target.label())) {
            Line line = bastion == null ? dial() : tunnel();
            try {
                Session session = jsch.getSession(target.user(), target.address(), target.port());
                configure(session, line);
                session.connect(CONNECT_MILLIS);
                return new Connection(target, session, line, hostKey.seen(), bastion, route);
            } catch (JSchException e) {
                HostFailure failure = failure(e, line.ended());
                line.cut();
                throw failure;
            }
        }
    }

    private Line dial() {
        try {
            return Line.dial(target.address(), target.port(), CONNECT_MILLIS);
        } catch (SocketTimeoutException e) {
            throw new HostUnreachable(target.label(), noAnswer(), e);
        } catch (IOException e) {
            throw new HostUnreachable(target.label(), e.getMessage(), e);
        }
    }

    private Line tunnel() {
        String through = bastion.target().label();
        try {
            return bastion.tunnelTo(target.address(), target.port(), CONNECT_MILLIS);
        } catch (TunnelSocket.Refused e) {
            if (e.forbidden()) {
                throw new ForwardingForbidden(target.label(), through);
            }
            String seen = e.connectFailed() ? " cannot connect to it" : " did not connect to it in time";
            throw new HostUnreachable(target.label(), "its bastion " + through + seen, e);
        } catch (IOException e) {
            throw new HostUnreachable(target.label(), "its bastion " + through + " is lost: " + e.getMessage(), e);
        }
    }

    private void configure(Session session, Line line) throws JSchException {
        session.setSocketFactory(line);
        session.setHostKeyRepository(hostKey);
        session.setConfig("StrictHostKeyChecking", "yes");
        session.setConfig("server_host_key", hostKey.preferred(session.getConfig("server_host_key")));
        session.setConfig("PreferredAuthentications", "publickey");
        session.setConfig("enable_auth_none", "no");
        session.setServerAliveInterval(ALIVE_MILLIS);
        session.setServerAliveCountMax(ALIVE_COUNT);
        session.setDaemonThread(true);
    }

    /**
     * What it was.
     *
     * @param ended whether the connection ended before: JSch takes that, too, for a refusal of the key
     */
    private HostFailure failure(JSchException e, boolean ended) {
        HostFailure refusal = hostKey.refusal();
        if (refusal != null) {
            return refusal;
        }
        String message = String.valueOf(e.getMessage());
        boolean authenticating = message.startsWith("Auth ");
        if (authenticating && ended) {
            return new HostUnreachable(target.label(), "the connection ended during authentication", e);
        }
        if (authenticating || message.contains("Too many authentication failures")) {
            return key.refused(e);
        }
        return new HostUnreachable(target.label(), seen(e, message), e);
    }

    private static String seen(JSchException e, String message) {
        if (e.getCause() instanceof SocketTimeoutException) {
            return noAnswer();
        }
        if (e instanceof JSchAlgoNegoFailException) {
            return "no algorithm in common: " + message;
        }
        return message;
    }

    private static String noAnswer() {
        return "no answer within " + CONNECT_MILLIS / 1000 + " s";
    }
}
