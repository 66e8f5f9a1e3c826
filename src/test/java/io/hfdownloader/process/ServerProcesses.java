package io.hfdownloader.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.hfdownloader.standin.HubStandIn;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Starts servers for one test, ends those that it leaves running, and shows what they wrote when it failed. */
final class ServerProcesses implements AfterEachCallback {

    private final List<String> command;
    private final List<ServerProcess> started = new ArrayList<>();
    private final List<Path> logs = new ArrayList<>();

    private ServerProcesses(List<String> command) {
        this.command = command;
    }

    /** As users start them but for {@link ClassDataArchive}, for what moves much, takes long or is measured. */
    static ServerProcesses forLong() {
        return new ServerProcesses(ServerProcess.longLivedCommand());
    }

    /** For starts, and a few megabytes after each. */
    static ServerProcesses forSeconds() {
        return new ServerProcesses(ServerProcess.shortLivedCommand());
    }

    /** Blocks until the server is ready: this models directory, this Hub, and nothing else set. */
    ServerProcess start(Path models, HubStandIn hub) throws IOException {
        return start(models, hub, Map.of());
    }

    /** The same with further environment variables. */
    ServerProcess start(Path models, HubStandIn hub, Map<String, String> more) throws IOException {
        return launch(models, hub, more).awaitReady();
    }

    /** The same, of which the system opens no more than so many files and sockets at a time. */
    ServerProcess startWithOpenFiles(int count, Path models, HubStandIn hub) throws IOException {
        return launch(List.of("sh", "-c", "ulimit -n " + count + " && exec \"$0\" \"$@\""), models, hub, Map.of())
                .awaitReady();
    }

    /** The same, without waiting for anything. */
    ServerProcess launch(Path models, HubStandIn hub, Map<String, String> more) throws IOException {
        return launch(List.of(), models, hub, more);
    }

    private ServerProcess launch(List<String> wrapper, Path models, HubStandIn hub, Map<String, String> more)
            throws IOException {
        List<String> line = new ArrayList<>(wrapper);
        line.addAll(command);
        Map<String, String> environment = new HashMap<>();
        environment.put("HF_DOWNLOADER_MODELS_DIR", models.toString());
        environment.put("HF_ENDPOINT", hub.endpoint());
        environment.putAll(more);
        Path log = Files.createTempFile("server", ".log");
        logs.add(log);
        ServerProcess server = ServerProcess.launch(line, log, log.resolveSibling("no-such-home"), environment);
        started.add(server);
        return server;
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        for (ServerProcess server : started) {
            if (server.isAlive()) {
                server.kill();
            }
        }
        if (context.getExecutionException().isPresent()) {
            for (ServerProcess server : started) {
                System.err.printf("--- server %d in %s%n%s", server.pid(), context.getDisplayName(), server.log());
            }
        }
        for (Path log : logs) {
            Files.delete(log);
        }
        started.clear();
        logs.clear();
    }
}
