package io.kubeforge.simulator.ssh;

import io.kubeforge.simulator.host.SimulatedHost;
import io.kubeforge.simulator.state.HostState.Access;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionContext;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.session.helpers.AbstractSession;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.ServerBuilder;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.forward.ForwardingFilter;
import org.apache.sshd.server.forward.TcpForwardingFilter;
import org.apache.sshd.server.session.ServerSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One SSH server for all simulated hosts: it listens on a port per host and knows by the port whose key to show and
 * who is meant. So a hundred hosts cost no more threads than one.
 */
public final class SshFront implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SshFront.class);
    private static final String LOOPBACK = "127.0.0.1";
    private static final String BANNER =
            "This is a simulated host of KubeForge: it only plays KubeForge's scripts, and no Kubernetes runs here.\n";

    private final Listener listener =
            (Listener) ServerBuilder.builder().factory(Listener::new).build();
    private final PublicKey ownKey;
    private final Map<Integer, SimulatedHost> hosts = new ConcurrentHashMap<>();
    private final Map<Integer, KeyPair> hostKeys = new ConcurrentHashMap<>();

    /** Listens nowhere yet; the key of the simulator's own client is accepted unless a host says otherwise. */
    public SshFront(PublicKey ownKey, ExecutorService threads) {
        this.ownKey = ownKey;
        CoreModuleProperties.WELCOME_BANNER.set(listener, BANNER);
        CoreModuleProperties.SERVER_IDENTIFICATION.set(listener, "KubeForge_simulated_host");
        CoreModuleProperties.IDLE_TIMEOUT.set(listener, Duration.ZERO);
        listener.setKeyPairProvider(new HostKeys());
        listener.setPublickeyAuthenticator((user, key, session) -> accepts(host(session), key));
        listener.setPasswordAuthenticator(null);
        listener.setKeyboardInteractiveAuthenticator(null);
        listener.setCommandFactory((channel, command) -> new ScriptCommand(command, host(channel), channel, threads));
        listener.setShellFactory(channel -> new ScriptCommand("", host(channel), channel, threads));
        listener.setSubsystemFactories(List.of());
        listener.addSessionListener(new Visitors());
        listener.setForwardingFilter(ForwardingFilter.asForwardingFilter(null, null, new ToSimulatedHosts()));
        listener.prepare();
    }

    /** The host keys: each host shows its own. */
    private final class HostKeys implements KeyPairProvider {
        @Override
        public Iterable<KeyPair> loadKeys(SessionContext session) {
            // Without a session it is only asked whether there are keys at all.
            return session instanceof AbstractSession known ? List.of(hostKeys.get(port(known))) : hostKeys.values();
        }
    }

    /** Counts who logged in. */
    private final class Visitors implements SessionListener {
        @Override
        public void sessionEvent(Session session, Event event) {
            if (event == Event.Authenticated && session instanceof ServerSession known) {
                host(known).connected();
            }
        }
    }

    /** A simulated host may be the bastion of another one, and leads nowhere else. */
    private final class ToSimulatedHosts implements TcpForwardingFilter {
        @Override
        public boolean canConnect(Type type, SshdSocketAddress to, Session session) {
            return type == Type.Direct && to.getHostName().equals(LOOPBACK) && hosts.containsKey(to.getPort());
        }

        @Override
        public boolean canListen(SshdSocketAddress address, Session session) {
            return false;
        }
    }

    /** A server that may listen on many ports, or on none. */
    private static final class Listener extends SshServer {
        void prepare() {
            checkConfig();
            setSessionFactory(createSessionFactory());
            acceptor = createAcceptor();
            setupSessionTimeout(getSessionFactory());
        }

        void bind(SocketAddress address) throws IOException {
            acceptor.bind(address);
        }

        void unbind(SocketAddress address) {
            acceptor.unbind(address);
        }
    }

    /** Makes a host reachable on its port, with the host key in this file. */
    public void listen(SimulatedHost host, Path hostKeyFile) {
        int port = port(host);
        hosts.put(port, host);
        hostKeys.put(port, KeyFiles.ensure(hostKeyFile, host.name()));
        try {
            listener.bind(new InetSocketAddress(LOOPBACK, port));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The simulated host " + host.name() + " cannot listen on " + LOOPBACK + ":" + port
                            + ", which it was given once; end what listens there.",
                    e);
        }
    }

    /** Drops all connections to a host and refuses new ones. */
    public void silence(SimulatedHost host) {
        int port = port(host);
        listener.unbind(new InetSocketAddress(LOOPBACK, port));
        for (AbstractSession session : listener.getActiveSessions()) {
            if (port(session) == port) {
                session.close(true);
            }
        }
    }

    private boolean accepts(SimulatedHost host, PublicKey key) {
        Access access = host.state().access();
        if (!access.on() || access.cut()) {
            // The connection was made just before the host fell silent.
            return false;
        }
        String line = access.authorizedKey();
        if (line == null) {
            return KeyUtils.compareKeys(key, ownKey);
        }
        if (line.isBlank()) {
            return false;
        }
        try {
            return KeyUtils.compareKeys(
                    key, AuthorizedKeyEntry.parseAuthorizedKeyEntry(line).resolvePublicKey(null, null));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            LOG.warn("The authorized key of {} cannot be read, so nobody may log in", host.name(), e);
            return false;
        }
    }

    private SimulatedHost host(ChannelSession channel) {
        return hosts.get(port((AbstractSession) channel.getSession()));
    }

    private SimulatedHost host(ServerSession session) {
        return hosts.get(port((AbstractSession) session));
    }

    private static int port(SimulatedHost host) {
        return host.state().identity().port();
    }

    private static int port(AbstractSession session) {
        return ((InetSocketAddress) session.getIoSession().getLocalAddress()).getPort();
    }

    @Override
    public void close() {
        listener.close(true).addListener(ignored -> LOG.debug("No simulated host listens any more"));
    }
}
