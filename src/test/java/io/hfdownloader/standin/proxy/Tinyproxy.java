package io.hfdownloader.standin.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import static org.awaitility.Awaitility.await;

/** The real thing: a forward proxy as Debian ships it, which asks for a user and a password and filters names. */
public final class Tinyproxy implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(20);

    private final Process process;
    private final Path log;
    private final int port;

    private Tinyproxy(Process process, Path log, int port) {
        this.process = process;
        this.log = log;
        this.port = port;
    }

    /** Where it is on this machine; empty where it is not installed. */
    public static Optional<Path> program() {
        return Stream.of("/usr/bin", "/usr/sbin", "/usr/local/bin", "/opt/homebrew/bin")
                .map(folder -> Path.of(folder, "tinyproxy"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Blocks until it takes connections.
     *
     * @param folder for its files
     * @param filtered a name that it does not let through to
     */
    public static Tinyproxy start(Path folder, String user, String password, String filtered) throws IOException {
        int port = freePort();
        Path filter = Files.writeString(folder.resolve("filter"), filtered + "\n");
        Path log = folder.resolve("tinyproxy.log");
        Path configuration = Files.writeString(
                folder.resolve("tinyproxy.conf"),
                String.join(
                        "\n",
                        List.of(
                                "Port " + port,
                                "Listen 127.0.0.1",
                                "Timeout 60",
                                "BasicAuth " + user + " " + password,
                                "Filter \"" + filter + "\"",
                                "LogFile \"" + log + "\"",
                                "LogLevel Connect",
                                "")));
        Process process = new ProcessBuilder(program().orElseThrow().toString(), "-d", "-c", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("tinyproxy.out").toFile())
                .start();
        await().atMost(START_LIMIT).until(() -> !process.isAlive() || answers(port));
        return new Tinyproxy(process, log, port);
    }

    public int port() {
        return port;
    }

    /** What it says it was asked. */
    public String log() throws IOException {
        return Files.readString(log);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    static boolean answers(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }
}
