package io.hfdownloader.standin.proxy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The real thing for SOCKS5: dante as Debian ships it, which asks for a user and a password and refuses a network. It knows
 * users of the system only, so it sees lists of its own in their place, for which it has to be started by root.
 */
public final class Dante extends ProxyProgram {

    /** What it refuses by its rules. */
    public static final String FORBIDDEN = "10.1.2.3";

    private static final String USER = "jane";
    /** {@code openssl passwd -6 -salt salt hunter2}. */
    private static final String SHADOW =
            "$6$salt$wAH.7/lcHCMJGFjRlqUqFxcc7YA/UTYSAsXRVlygbexkXyhkV2uwiJtwTlie0Eo8qerF9f.eK6LEsR.Tlhp/k0";

    private Dante(Setup setup, List<String> command) throws IOException {
        super(setup, command);
    }

    /** Why it cannot run here; empty where it can. */
    public static Optional<String> obstacle() {
        if (program().isEmpty()) {
            return Optional.of("dante is not installed");
        }
        try {
            Process trial = new ProcessBuilder("unshare", "--mount", "mount", "--bind", "/etc/passwd", "/etc/passwd")
                    .redirectErrorStream(true)
                    .start();
            boolean allowed = trial.waitFor(10, TimeUnit.SECONDS) && trial.exitValue() == 0;
            return allowed ? Optional.empty() : Optional.of("dante gets no users of its own without root and mounts");
        } catch (IOException none) {
            return Optional.of("there is no unshare here, and dante gets no users of its own");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }

    private static Optional<Path> program() {
        return installed("/usr/sbin/danted", "/usr/sbin/sockd", "/usr/local/sbin/sockd");
    }

    /**
     * Blocks until it takes connections; of the user {@code jane} with the password {@code hunter2} alone.
     *
     * @param folder for its files
     */
    public static Dante start(Path folder) throws IOException {
        Setup setup = Setup.in(folder, "dante");
        Path configuration = setup.write("dante.conf", """
            logoutput: %s
            internal: 127.0.0.1 port = %d
            external: lo
            clientmethod: none
            socksmethod: username
            user.privileged: root
            user.unprivileged: nobody
            client pass { from: 0.0.0.0/0 to: 0.0.0.0/0 }
            socks block { from: 0.0.0.0/0 to: 10.0.0.0/8 }
            socks pass { from: 0.0.0.0/0 to: 0.0.0.0/0
              log: connect }
            """.formatted(setup.log(), setup.port()));
        Path users = setup.write(
                "passwd",
                Files.readString(Path.of("/etc/passwd")) + USER + ":x:65533:65534::/nonexistent:/usr/sbin/nologin\n");
        Path passwords = setup.write("shadow", USER + ":" + SHADOW + ":19000:0:99999:7:::\n");
        return new Dante(
                setup,
                List.of(
                        "unshare",
                        "--mount",
                        "sh",
                        "-c",
                        "mount --bind \"$1\" /etc/passwd && mount --bind \"$2\" /etc/shadow && exec \"$3\" -f \"$4\""
                                + " -p \"$5\"",
                        "dante",
                        users.toString(),
                        passwords.toString(),
                        program().orElseThrow().toString(),
                        configuration.toString(),
                        folder.resolve("dante.pid").toString()));
    }
}
