package io.hfdownloader.process;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.hfdownloader.standin.HubStandIn;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** More clients than the system lets the server open files for. */
@Tag("process")
class HoldingClientsIT {

    private static final int MAX_OPEN_FILES = 300;
    private static final List<String> PATHS = List.of("/api/status", "/manage", "/q/metrics", "/api/v1/system", "/");

    private static HubStandIn hub;

    @RegisterExtension
    private final ServerProcesses serverProcesses = ServerProcesses.forLong();

    @TempDir
    private Path models;

    @BeforeAll
    static void startHub() {
        hub = HubStandIn.startWithSamples();
    }

    @AfterAll
    static void stopHub() {
        hub.close();
    }

    /** Classes are loaded only now, each from a file that has to be opened. */
    @Test
    void idleConnectionsDoNotUseUpTheDescriptors() throws IOException {
        ServerProcess server = serverProcesses.startWithOpenFiles(MAX_OPEN_FILES, models, hub);
        List<Socket> idle = new ArrayList<>();
        try {
            for (int i = 0; i < 2 * MAX_OPEN_FILES; i++) {
                Socket socket = new Socket();
                socket.connect(new InetSocketAddress("127.0.0.1", server.root().getPort()), 10_000);
                idle.add(socket);
            }
            // of so many at once some are refused while those before them are being closed
            await().atMost(ServerProcess.START_LIMIT)
                    .ignoreExceptions()
                    .until(() -> server.api().status("/api/status") == 200);
            for (int turn = 0; turn < 4; turn++) { // with a connection each, so that each event loop has some
                assertAllAnswer(server);
            }
            server.api().awaitCompleted(server.api().download("acme/tiny-sharded"), ServerProcess.START_LIMIT);
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
        }
        assertAllAnswer(server);
        assertThat(server.log()).doesNotContain("Too many open files", "ERROR", "has been blocked");
    }

    private static void assertAllAnswer(ServerProcess server) {
        ServerClient fresh = server.api();
        assertThat(PATHS).allMatch(path -> fresh.status(path) == 200);
    }
}
