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

/** A forward proxy as people have it: a program of its own, with its log, on a free port of this machine. */
public abstract class ProxyProgram implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Process process;
    private final Path log;
    private final int port;

    /** Where the program keeps its files, and what it is to be told in them. */
    record Setup(Path folder, String name, int port) {

        /** @param folder for its files */
        static Setup in(Path folder, String name) throws IOException {
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                return new Setup(folder, name, free.getLocalPort());
            }
        }

        Path log() {
            return folder.resolve(name + ".log");
        }

        Path write(String file, String text) throws IOException {
            return Files.writeString(folder.resolve(file), text);
        }
    }

    /** Blocks until it takes connections, or has ended. */
    ProxyProgram(Setup setup, List<String> command) throws IOException {
        port = setup.port();
        log = setup.log();
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(setup.folder().resolve(setup.name() + ".out").toFile())
                .start();
        await().atMost(LIMIT).until(() -> !process.isAlive() || answers());
    }

    /** Where it is on this machine; empty where it is not installed. */
    static Optional<Path> installed(String... places) {
        return Stream.of(places).map(Path::of).filter(Files::isExecutable).findFirst();
    }

    public final int port() {
        return port;
    }

    /** What it says it was asked. */
    public final String log() throws IOException {
        return Files.readString(log);
    }

    /** Children that it has end with it, as it is told to end. */
    @Override
    public final void close() {
        process.destroy();
        await().atMost(LIMIT).until(() -> !process.isAlive());
    }

    private boolean answers() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }
}
