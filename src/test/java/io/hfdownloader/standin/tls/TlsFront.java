package io.hfdownloader.standin.tls;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/** TLS before a server that speaks none, on a free port of {@code localhost}: shows a certificate, passes on what is said. */
public final class TlsFront implements AutoCloseable {

    private static final String HTTP_1_1 = "http/1.1";
    private static final int BACKLOG = 100;
    private static final int BUFFER_BYTES = 16 * 1024;

    private final ServerSocket listener;
    private final int behind;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final List<String> names = new CopyOnWriteArrayList<>();
    private final List<List<String>> protocols = new CopyOnWriteArrayList<>();
    private final AtomicInteger handshakes = new AtomicInteger();
    private final AtomicLong cutAfter = new AtomicLong(Long.MAX_VALUE);
    private volatile SSLContext context;
    private volatile boolean saysGoodbye;

    private TlsFront(int behind, TestAuthority.Shown shown) throws IOException {
        this.behind = behind;
        this.context = context(shown);
        this.listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        inBackground(this::accept);
    }

    /** TLS before this port of this machine. */
    public static TlsFront before(int port, TestAuthority.Shown shown) {
        try {
            return new TlsFront(port, shown);
        } catch (IOException e) {
            throw new IllegalStateException("No TLS before port " + port, e);
        }
    }

    /** {@code https://localhost:port}. */
    public String address() {
        return "https://localhost:" + listener.getLocalPort();
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Shows another certificate from the next connection on, and remembers no session. */
    public void shows(TestAuthority.Shown other) {
        context = context(other);
    }

    /** Cuts a connection after so many bytes of answers, once: with TLS's own goodbye, or without. */
    public void cutsOnceAfter(long bytes, boolean withGoodbye) {
        saysGoodbye = withGoodbye;
        cutAfter.set(bytes);
    }

    /** Ends all connections. */
    public void cutAll() throws IOException {
        for (Socket socket : open) {
            socket.close();
        }
    }

    /** Names that clients asked for (SNI), one for each handshake that came to its end. */
    public List<String> names() {
        return List.copyOf(names);
    }

    /** Protocols that clients offered (ALPN), in each handshake. */
    public List<List<String>> protocols() {
        return List.copyOf(protocols);
    }

    /** How often the keys were needed: resumed sessions do without. */
    public int fullHandshakes() {
        return handshakes.get();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cutAll();
    }

    private SSLContext context(TestAuthority.Shown shown) {
        try {
            SSLContext made = SSLContext.getInstance("TLS");
            made.init(new KeyManager[] {new CountedKeys(shown, handshakes)}, null, null);
            return made;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void accept() throws IOException {
        while (!listener.isClosed()) {
            Socket below = listener.accept();
            open.add(below);
            inBackground(() -> serve(below));
        }
    }

    private void serve(Socket below) throws IOException {
        try (below;
                SSLSocket client = (SSLSocket) context.getSocketFactory().createSocket(below, null, true)) {
            client.setUseClientMode(false);
            client.setHandshakeApplicationProtocolSelector((socket, offered) -> {
                protocols.add(List.copyOf(offered));
                return offered.contains(HTTP_1_1) ? HTTP_1_1 : "";
            });
            client.startHandshake();
            names.add(((ExtendedSSLSession) client.getSession())
                    .getRequestedServerNames().stream()
                            .map(name -> new String(name.getEncoded(), StandardCharsets.UTF_8))
                            .collect(Collectors.joining()));
            try (Socket server = new Socket(InetAddress.getLoopbackAddress(), behind)) {
                inBackground(() -> {
                    client.getInputStream().transferTo(server.getOutputStream());
                    server.shutdownOutput();
                });
                pass(server.getInputStream(), client, below);
            }
        } finally {
            open.remove(below);
        }
    }

    private void pass(InputStream from, SSLSocket client, Socket below) throws IOException {
        OutputStream to = client.getOutputStream();
        byte[] buffer = new byte[BUFFER_BYTES];
        long sent = 0;
        for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
            to.write(buffer, 0, count);
            sent += count;
            long limit = cutAfter.get();
            if (sent > limit && cutAfter.compareAndSet(limit, Long.MAX_VALUE)) {
                if (!saysGoodbye) {
                    below.close();
                }
                return;
            }
        }
    }

    private interface Job {
        void run() throws IOException;
    }

    private static void inBackground(Job job) {
        Thread thread = new Thread(
                () -> {
                    try {
                        job.run();
                    } catch (SSLException refused) {
                        // a client that does not like the certificate says so, and that is what the tests are about
                    } catch (IOException ended) {
                        // one of the two has hung up, or the front was stopped
                    }
                },
                "stand-in-tls");
        thread.setDaemon(true);
        thread.start();
    }
}
