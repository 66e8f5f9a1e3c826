package io.hfdownloader.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * One run of the packaged program: the native executable where there is one, else the jar with a small heap. It
 * listens on a port that the system chooses. Made by {@link ServerProcesses}, which ends what a test leaves running.
 */
public final class ServerProcess {

    static final Duration START_LIMIT = Duration.ofSeconds(60);

    private static final Duration STOP_LIMIT = Duration.ofSeconds(40);
    private static final Pattern LISTENING = Pattern.compile("Listening on: http://[^:\\s]+:(\\d+)");
    private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");
    private static final Pattern SETTINGS =
            Pattern.compile("(?i:HF_|QUARKUS_|HUGGING|(?:HTTPS?|ALL|NO)_PROXY$|SSL_CERT_|(?:REQUESTS|CURL)_CA_)");
    /** What every way to start the program tells the Java machine. */
    private static final Path JVM_OPTIONS = Path.of("deploy", "java.options");

    private static final int OUT_OF_REACH = -1;

    private final Process process;
    private final Path log;

    private ServerProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts the program and returns at once. Nothing of this machine's own settings gets into it. */
    public static ServerProcess launch(Path log, Path home, Map<String, String> environment) throws IOException {
        return launch(command(), log, home, environment);
    }

    /** The same by this command, which is {@link #command} or starts that. */
    static ServerProcess launch(List<String> line, Path log, Path home, Map<String, String> environment)
            throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(log.toFile());
        removeSettings(builder.environment());
        builder.environment()
                .putAll(Map.of(
                        "QUARKUS_HTTP_HOST",
                        "127.0.0.1",
                        "QUARKUS_HTTP_PORT",
                        "0",
                        "QUARKUS_VERTX_MAX_EVENT_LOOP_EXECUTE_TIME",
                        "5S", // of two, it is the machine that may be busy with other things
                        "HF_HOME",
                        home.toString(),
                        "LC_ALL",
                        "C.UTF-8"));
        builder.environment().putAll(environment);
        return new ServerProcess(builder.start(), log);
    }

    /** Nothing of this machine's own settings is left. */
    static void removeSettings(Map<String, String> environment) {
        environment.keySet().removeIf(name -> SETTINGS.matcher(name).lookingAt());
    }

    /** How the program is started as users start it, up to its arguments. */
    static List<String> command() {
        String named = System.getProperty("native.image.path", "");
        Path program = Path.of(named);
        if (!named.isEmpty() && Files.isExecutable(program)) {
            return List.of(program.toString(), "-Xmx128m");
        }
        Path jar = Path.of("target", "quarkus-app", "quarkus-run.jar");
        assertThat(jar).as("the packaged program").exists();
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return List.of(java.toString(), "@" + JVM_OPTIONS, "-Xmx128m", "-jar", jar.toString());
    }

    /** The same for what lives for seconds: the last compiler costs it more than it gains, a third of a start. */
    static List<String> shortLivedCommand() {
        List<String> usual = command();
        if (!usual.contains("-jar")) {
            return usual; // an executable
        }
        List<String> quick = shortLivedOptions(usual);
        return with(quick, ClassDataArchive.options(quick));
    }

    /** The same for what moves much: with all compilers. */
    static List<String> longLivedCommand() {
        List<String> usual = command();
        // Which compilers there are does not count for a file of classes.
        return usual.contains("-jar") ? with(usual, ClassDataArchive.options(shortLivedOptions(usual))) : usual;
    }

    private static List<String> shortLivedOptions(List<String> usual) {
        return with(usual, List.of("-XX:TieredStopAtLevel=1"));
    }

    /** The command of a Java machine with more options for it. */
    static List<String> with(List<String> command, List<String> options) {
        List<String> line = new ArrayList<>(command);
        line.addAll(line.indexOf("-jar"), options);
        return List.copyOf(line);
    }

    /** Blocks until it serves. */
    public ServerProcess awaitReady() {
        await().atMost(START_LIMIT).pollInterval(Duration.ofMillis(50)).until(() -> !process.isAlive() || isReady());
        assertThat(process.isAlive()).as("alive, with this log:%n%s", log()).isTrue();
        return this;
    }

    private boolean isReady() {
        return LISTENING.matcher(log()).find() && api().status("/q/health/ready") == 200;
    }

    /** How to talk to it, once it is ready. */
    ServerClient api() {
        return new ServerClient(root());
    }

    /** Its address, without a path. */
    URI root() {
        Matcher matcher = LISTENING.matcher(log());
        assertThat(matcher.find()).as("it listens, says its log:%n%s", log()).isTrue();
        return URI.create("http://127.0.0.1:" + matcher.group(1));
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** What it has written so far. */
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code kill -9}. Blocks until it is gone. */
    public void kill() {
        process.destroyForcibly();
        assertThat(awaitExit(STOP_LIMIT)).isNotEqualTo(OUT_OF_REACH);
    }

    /** {@code SIGTERM}. Blocks until it has ended by itself. */
    public void stop() {
        stop(STOP_LIMIT);
    }

    /** The same by a supervisor that waits for so long. */
    void stop(Duration limit) {
        process.destroy();
        assertThat(awaitExit(limit))
                .as("end after SIGTERM, with this log:%n%s", log())
                .isNotEqualTo(OUT_OF_REACH);
    }

    /** Blocks until it ends; its exit code. */
    int awaitExit(Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS) ? process.exitValue() : OUT_OF_REACH;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while a server ended", e);
        }
    }

    /** The most memory it ever held, in bytes; empty where the system does not tell. */
    public OptionalLong peakResidentBytes() throws IOException {
        Path status = Path.of("/proc", String.valueOf(pid()), "status");
        if (!Files.isReadable(status)) {
            return OptionalLong.empty();
        }
        Matcher matcher = PEAK.matcher(Files.readString(status));
        return matcher.find() ? OptionalLong.of(Long.parseLong(matcher.group(1)) * 1024) : OptionalLong.empty();
    }
}
