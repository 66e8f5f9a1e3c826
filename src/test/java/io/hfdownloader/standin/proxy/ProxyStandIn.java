package io.hfdownloader.standin.proxy;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A forward proxy on one port of this machine: HTTP with and without {@code CONNECT}, SOCKS5 and SOCKS4a. It takes every
 * name that it is asked for to be this machine's, so that names which no DNS knows lead somewhere by way of it alone.
 */
public final class ProxyStandIn implements AutoCloseable {

    private static final int BACKLOG = 100;
    private static final int MAX_HEAD_BYTES = 64 * 1024;
    private static final int TLS_HANDSHAKE = 22;
    private static final int SOCKS5_NO_METHOD = 0xff;
    private static final int SOCKS5_PASSWORD = 2;
    private static final int SOCKS5_FORBIDDEN = 2;
    private static final int SOCKS5_REFUSED = 5;

    private final ServerSocket listener;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private volatile String account = "";
    private volatile int refusal;
    private volatile String part = "";
    private volatile boolean closing;
    private volatile boolean silent;
    private volatile boolean portal;

    private ProxyStandIn(ServerSocket listener) {
        this.listener = listener;
    }

    /** A proxy that lets everybody through. */
    public static ProxyStandIn start() throws IOException {
        ProxyStandIn proxy = new ProxyStandIn(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()));
        proxy.inBackground(proxy::accept);
        return proxy;
    }

    /** Lets those through alone who bring this user and password. */
    public ProxyStandIn asksFor(String user, String password) {
        account = user + ":" + password;
        return this;
    }

    /** Refuses servers whose {@code host:port} contains this, with this status of HTTP or as forbidden. */
    public ProxyStandIn refuses(String hostPart, int status) {
        part = hostPart;
        refusal = status;
        return this;
    }

    /** Closes each connection as soon as it was asked something. */
    public ProxyStandIn closes() {
        closing = true;
        return this;
    }

    /** Lets everybody through to a page of its own. */
    public ProxyStandIn isAPortal() {
        portal = true;
        return this;
    }

    /** Never answers. */
    public ProxyStandIn isSilent() {
        silent = true;
        return this;
    }

    /** Behaves again, as at the start. */
    public void behaves() {
        closing = false;
        silent = false;
        refusal = 0;
        account = "";
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** What it was asked for: {@code CONNECT host:port}, {@code GET host:port}, {@code SOCKS5 name host:port} or {@code address}. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    /** The heads of requests as they came, for the headers in them. */
    public List<String> heads() {
        return List.copyOf(heads);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    private void accept() throws IOException {
        while (!listener.isClosed()) {
            Socket client = listener.accept();
            open.add(client);
            inBackground(() -> serve(client));
        }
    }

    private void serve(Socket client) throws IOException {
        try (client) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            int first = in.read();
            if (first == 5) {
                socks5(client, in);
            } else if (first == 4) {
                socks4(client, in);
            } else if (first == TLS_HANDSHAKE) {
                answer(client, "400 Bad Request");
            } else if (first >= 0) {
                http(client, in, first);
            }
        } finally {
            open.remove(client);
        }
    }

    // --- HTTP ----------------------------------------------------------------------------------------------------

    private void http(Socket client, InputStream in, int first) throws IOException {
        String head = (char) first + head(in);
        heads.add(head);
        String[] line = head.substring(0, head.indexOf("\r\n")).split(" ");
        boolean connect = line[0].equals("CONNECT");
        URI target = URI.create(connect ? "tcp://" + line[1] : line[1]);
        String end = target.getHost() + ":" + (target.getPort() < 0 ? 80 : target.getPort());
        asked.add(line[0] + " " + end);
        if (isInTheWay(client)) {
            return;
        }
        String basic = "proxy-authorization: basic "
                + Base64.getEncoder().encodeToString(account.getBytes(StandardCharsets.UTF_8));
        if (!account.isEmpty() && Arrays.stream(head.split("\r\n")).noneMatch(header -> isHeader(header, basic))) {
            answer(client, "407 Proxy Authentication Required");
        } else if (refusal > 0 && end.contains(part)) {
            answer(client, refusal + " Not by way of here");
        } else if (portal) {
            answerHead(client, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>Log in to this network</html>");
        } else {
            try (Socket server = connected(target.getHost(), target.getPort() < 0 ? 80 : target.getPort())) {
                if (connect) {
                    answerHead(client, "HTTP/1.1 200 Connection established\r\n\r\n");
                } else {
                    answerHead(server, forwarded(head, target));
                }
                relay(client, server);
            }
        }
    }

    /** The scheme's name is in any case, the rest is not. */
    private static boolean isHeader(String header, String wanted) {
        int value = wanted.lastIndexOf(' ');
        return header.length() == wanted.length()
                && header.substring(0, value).toLowerCase(Locale.ROOT).equals(wanted.substring(0, value))
                && header.substring(value).equals(wanted.substring(value));
    }

    /** As the server itself is asked, once on each connection. */
    private static String forwarded(String head, URI target) {
        StringBuilder kept = new StringBuilder();
        for (String line : head.split("\r\n")) {
            String lower = line.toLowerCase(Locale.ROOT);
            if (kept.isEmpty()) {
                String query = target.getRawQuery() == null ? "" : "?" + target.getRawQuery();
                kept.append(line.split(" ")[0])
                        .append(' ')
                        .append(target.getRawPath())
                        .append(query)
                        .append(" HTTP/1.1\r\n");
            } else if (!lower.startsWith("proxy-") && !lower.startsWith("connection:")) {
                kept.append(line).append("\r\n");
            }
        }
        return kept + "Connection: close\r\n\r\n";
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0 && head.length() < MAX_HEAD_BYTES) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("The head is cut off");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static void answer(Socket client, String status) throws IOException {
        answerHead(
                client,
                "HTTP/1.1 " + status
                        + "\r\nServer: tinyproxy/stand-in\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    }

    private static void answerHead(Socket to, String text) throws IOException {
        to.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    // --- SOCKS ---------------------------------------------------------------------------------------------------

    /** RFC 1928 and 1929. */
    private void socks5(Socket client, DataInputStream in) throws IOException {
        byte[] methods = in.readNBytes(in.readUnsignedByte());
        if (isInTheWay(client)) {
            return;
        }
        int method = account.isEmpty() ? 0 : SOCKS5_PASSWORD;
        boolean offered = new String(methods, StandardCharsets.ISO_8859_1).indexOf(method) >= 0;
        client.getOutputStream().write(new byte[] {5, (byte) (offered ? method : SOCKS5_NO_METHOD)});
        if (!offered || method == SOCKS5_PASSWORD && !isKnown(client, in)) {
            return;
        }
        in.readNBytes(3);
        int kind = in.readUnsignedByte();
        String host = socks5Host(kind, in);
        int port = in.readUnsignedShort();
        asked.add("SOCKS5 " + (kind == 3 ? "name " : "address ") + host + ":" + port);
        if (refusal > 0 && (host + ":" + port).contains(part)) {
            reply5(client, SOCKS5_FORBIDDEN);
            return;
        }
        try (Socket server = connected(host, port)) {
            reply5(client, 0);
            relay(client, server);
        } catch (ConnectException nobodyThere) {
            reply5(client, SOCKS5_REFUSED);
        }
    }

    private static void reply5(Socket client, int reply) throws IOException {
        client.getOutputStream().write(new byte[] {5, (byte) reply, 0, 1, 0, 0, 0, 0, 0, 0});
    }

    private boolean isKnown(Socket client, DataInputStream in) throws IOException {
        in.readUnsignedByte();
        String user = new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.UTF_8);
        String password = new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.UTF_8);
        boolean known = account.equals(user + ":" + password);
        client.getOutputStream().write(new byte[] {1, (byte) (known ? 0 : 1)});
        return known;
    }

    private static String socks5Host(int kind, DataInputStream in) throws IOException {
        return switch (kind) {
            case 1 -> InetAddress.getByAddress(in.readNBytes(4)).getHostAddress();
            case 3 -> new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.US_ASCII);
            default -> InetAddress.getByAddress(in.readNBytes(16)).getHostAddress();
        };
    }

    private void socks4(Socket client, DataInputStream in) throws IOException {
        in.readUnsignedByte();
        int port = in.readUnsignedShort();
        byte[] address = in.readNBytes(4);
        text(in);
        boolean named = address[0] == 0 && address[1] == 0 && address[2] == 0;
        String host = named ? text(in) : InetAddress.getByAddress(address).getHostAddress();
        asked.add("SOCKS4 " + (named ? "name " : "address ") + host + ":" + port);
        client.getOutputStream().write(new byte[] {0, 90, 0, 0, 0, 0, 0, 0});
        try (Socket server = connected(host, port)) {
            relay(client, server);
        }
    }

    private static String text(DataInputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int next = in.read(); next > 0; next = in.read()) {
            text.append((char) next);
        }
        return text.toString();
    }

    // --- both ----------------------------------------------------------------------------------------------------

    private boolean isInTheWay(Socket client) throws IOException {
        if (silent) {
            client.getInputStream().transferTo(OutputStream.nullOutputStream());
        }
        return closing || silent;
    }

    private Socket connected(String host, int port) throws IOException {
        Socket server = new Socket();
        boolean address = host.matches("[0-9.]+|\\[?[0-9a-f:]*:.*");
        server.connect(
                new InetSocketAddress(address ? InetAddress.getByName(host) : InetAddress.getLoopbackAddress(), port));
        open.add(server);
        return server;
    }

    private void relay(Socket client, Socket server) throws IOException {
        inBackground(() -> {
            client.getInputStream().transferTo(server.getOutputStream());
            server.shutdownOutput();
        });
        server.getInputStream().transferTo(client.getOutputStream());
        open.remove(server);
    }

    private interface Job {
        void run() throws IOException;
    }

    private void inBackground(Job job) {
        Thread thread = new Thread(
                () -> {
                    try {
                        job.run();
                    } catch (SocketException ended) {
                        // one of the two has hung up, or the proxy was stopped
                    } catch (IOException broken) {
                        System.err.println("Stand-in proxy: " + broken);
                    }
                },
                "stand-in-proxy");
        thread.setDaemon(true);
        thread.start();
    }
}
