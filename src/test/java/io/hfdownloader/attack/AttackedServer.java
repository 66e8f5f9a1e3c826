package io.hfdownloader.attack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.hfdownloader.process.ServerProcess;
import io.hfdownloader.standin.HubStandIn;

/** The packaged program, its small heap, and what it has written. Blocks throughout. */
final class AttackedServer implements AutoCloseable {

    private static final Pattern BAD_LINE = Pattern.compile(
            "^(?:.*(?: ERROR | FATAL |java.lang.OutOfMemoryError|Exception in thread|has been blocked).*|\\s+at .*)$",
            Pattern.MULTILINE);
    private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)");
    private static final int LARGEST = 25;
    private static final int LAST_CHARS = 1_000;
    private static final int JCMD_SECONDS = 30;

    private final Path folder;
    private final Map<String, String> environment;
    private final List<Path> logs = new ArrayList<>();
    private final int port;
    private ServerProcess process;

    AttackedServer(Path folder, HubStandIn hub) throws IOException {
        this.folder = folder;
        this.port = freePort();
        Map<String, String> settings = new HashMap<>();
        settings.put("QUARKUS_HTTP_PORT", String.valueOf(port));
        settings.put("HF_DOWNLOADER_MODELS_DIR", folder.resolve("models").toString());
        settings.put("HF_ENDPOINT", hub.endpoint());
        settings.put("HF_TOKEN", Secrets.OWN);
        settings.put("HF_DOWNLOADER_MAX_ACTIVE_DOWNLOADS", "6");
        settings.put("HF_DOWNLOADER_STALL_TIMEOUT", "2s");
        settings.put("HF_DOWNLOADER_RETRY_DELAY", "100ms");
        settings.put("HF_DOWNLOADER_MAX_RETRIES", "5");
        settings.put(
                "JDK_JAVA_OPTIONS",
                "-XX:+HeapDumpOnOutOfMemoryError -XX:HeapDumpPath=" + folder); // what it was full of
        this.environment = Map.copyOf(settings);
        this.process = launch();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private ServerProcess launch() throws IOException {
        Path log = folder.resolve("server-" + logs.size() + ".log");
        logs.add(log);
        return ServerProcess.launch(log, folder.resolve("no-such-home"), environment)
                .awaitReady();
    }

    int port() {
        return port;
    }

    Path models() {
        return folder.resolve("models");
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** {@code kill -9} and a new start. */
    void killAndStart() throws IOException {
        process.kill();
        process = launch();
    }

    /** Everything that must not be in a log. */
    void expectCleanLogs(Findings findings) throws IOException {
        for (Path log : logs) {
            String text = Files.readString(log);
            Matcher bad = BAD_LINE.matcher(text);
            while (bad.find()) {
                findings.add(
                        "a line of the log", text.substring(bad.start(), Math.min(text.length(), bad.start() + 1_500)));
            }
            Secrets.in(text).ifPresent(secret -> findings.add("a secret in the log", secret));
        }
    }

    /** What it has said last. */
    String lastLines() {
        String all = process.log();
        return all.substring(Math.max(0, all.length() - LAST_CHARS));
    }

    OptionalLong peakResidentBytes() throws IOException {
        return process.peakResidentBytes();
    }

    /** What is alive: collects all garbage first. */
    Heap heap() throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        String.valueOf(process.pid()),
                        "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        boolean ended = jcmd.waitFor(JCMD_SECONDS, TimeUnit.SECONDS);
        Matcher total = TOTAL.matcher(said);
        if (!ended || !total.find()) {
            throw new IOException("jcmd tells no heap: " + said);
        }
        return new Heap(
                Long.parseLong(total.group(1)),
                said.lines().limit(LARGEST).reduce("", (all, line) -> all + line + "\n"));
    }

    /** @param largest the classes that take most of it */
    record Heap(long liveBytes, String largest) {}

    @Override
    public void close() {
        if (process.isAlive()) {
            process.stop();
        }
    }
}
