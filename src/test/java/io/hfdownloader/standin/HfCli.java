package io.hfdownloader.standin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assumptions.abort;

/**
 * The real Python client's {@code hf} command. Taken from the system property or environment variable {@code HF_CLI},
 * else installed into {@code target/hf-venv} by pip on first use. Each call has a home of its own and none of this
 * machine's tokens or settings.
 */
public final class HfCli {

    private static final List<String> REQUIREMENTS = List.of("huggingface_hub>=1.0,<3", "hf_xet");
    /** What to add to the environment of a call so that it uses content-addressed storage, which it else does not. */
    public static final Map<String, String> WITH_XET =
            Map.of("HF_HUB_DISABLE_XET", "0", "HF_XET_TELEMETRY_ENABLED", "0");

    private static final Path VENV = Path.of("target", "hf-venv").toAbsolutePath();
    private static final Duration INSTALL_LIMIT = Duration.ofMinutes(5);
    private static final Duration RUN_LIMIT = Duration.ofMinutes(2);

    private final Path command;

    private HfCli(Path command) {
        this.command = command;
    }

    /**
     * What a run of the command left.
     *
     * @param output standard output and error together
     */
    public record Result(int exitCode, String output) {}

    /** Blocks, for minutes on first use. The client; aborts the test with the reason where there can be none. */
    public static HfCli orSkip() {
        try {
            Optional<String> named = Optional.ofNullable(System.getProperty("HF_CLI", System.getenv("HF_CLI")));
            return new HfCli(named.isPresent() ? Path.of(named.get()) : installed());
        } catch (IOException e) {
            return skip("The Python client cannot be had here, so this is not checked against it: " + e.getMessage());
        }
    }

    /** Like {@link #orSkip}, for calls with {@link #WITH_XET}: the client's part for that must be there as well. */
    public static HfCli withXetOrSkip() {
        HfCli client = orSkip();
        try {
            String python = client.command.resolveSibling("python").toString();
            must(List.of(python, "-c", "import hf_xet"));
            return client;
        } catch (IOException e) {
            return skip("The Python client has no hf_xet here, so this is not checked against it: " + e.getMessage());
        }
    }

    /**
     * Blocks. {@code hf download REPO --local-dir DIR}.
     *
     * @param environment at least {@code HF_ENDPOINT}; a token as {@code HF_TOKEN}
     * @param more further arguments, e.g. {@code --include}
     */
    public Result download(String repo, Path dir, Map<String, String> environment, String... more) {
        List<String> arguments = new ArrayList<>(List.of("download", repo, "--local-dir", dir.toString()));
        arguments.addAll(List.of(more));
        return run(environment, arguments.toArray(String[]::new));
    }

    /** Blocks. Runs {@code hf} with any arguments. */
    public Result run(Map<String, String> environment, String... arguments) {
        return run(command, environment, arguments);
    }

    /** Blocks. Runs a line of Python where the client is to be imported from. */
    public Result python(Map<String, String> environment, String line) {
        return run(command.resolveSibling("python"), environment, "-c", line);
    }

    private static Result run(Path program, Map<String, String> environment, String... arguments) {
        try {
            Path home = Files.createTempDirectory("hf-home");
            try {
                List<String> line = new ArrayList<>(List.of(program.toString()));
                line.addAll(List.of(arguments));
                Map<String, String> all = new HashMap<>(Map.of(
                        "HF_HOME", home.toString(),
                        "HF_HUB_DISABLE_XET", "1",
                        "HF_HUB_DISABLE_TELEMETRY", "1",
                        "HF_HUB_DISABLE_PROGRESS_BARS", "1",
                        "NO_COLOR", "1",
                        "NO_PROXY", "127.0.0.1,localhost"));
                all.putAll(environment);
                return execute(line, all, RUN_LIMIT);
            } finally {
                delete(home);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HfCli skip(String reason) {
        System.err.println(reason); // build logs count skipped tests but do not say why
        return abort(reason);
    }

    private static synchronized Path installed() throws IOException {
        Path hf = VENV.resolve("bin").resolve("hf");
        Files.createDirectories(VENV.getParent());
        Path lockFile = VENV.resolveSibling("hf-venv.lock");
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (!Files.isExecutable(hf)) {
                must(List.of("python3", "-m", "venv", "--clear", VENV.toString()));
                List<String> pip = new ArrayList<>(
                        List.of(VENV.resolve("bin").resolve("pip").toString(), "install", "-q"));
                pip.addAll(REQUIREMENTS);
                must(pip);
            }
        }
        if (!Files.isExecutable(hf)) {
            throw new IOException("pip installed no hf command");
        }
        return hf;
    }

    private static void must(List<String> line) throws IOException {
        Result result = execute(line, Map.of(), INSTALL_LIMIT);
        if (result.exitCode() != 0) {
            throw new IOException(
                    String.join(" ", line) + ": " + result.output().strip());
        }
    }

    private static Result execute(List<String> line, Map<String, String> environment, Duration limit)
            throws IOException {
        Path output = Files.createTempFile("hf", ".log");
        ProcessBuilder builder =
                new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("HF_") || name.startsWith("HUGGING"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException(line + " did not end within " + limit + ": " + Files.readString(output));
            }
            return new Result(process.exitValue(), Files.readString(output));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(line + " was interrupted", e);
        } finally {
            process.destroyForcibly();
            Files.deleteIfExists(output);
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> paths = Files.walk(folder)) {
            deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }
}
