package io.hfdownloader.standin.proxy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The real thing: a forward proxy as Debian ships it, which asks for a user and a password and filters names. */
public final class Tinyproxy extends ProxyProgram {

    private Tinyproxy(Setup setup, Path configuration) throws IOException {
        super(setup, List.of(program().orElseThrow().toString(), "-d", "-c", configuration.toString()));
    }

    /** Where it is on this machine; empty where it is not installed. */
    public static Optional<Path> program() {
        return installed(
                "/usr/bin/tinyproxy", "/usr/sbin/tinyproxy", "/usr/local/bin/tinyproxy", "/opt/homebrew/bin/tinyproxy");
    }

    /**
     * Blocks until it takes connections.
     *
     * @param folder for its files
     * @param filtered a name that it does not let through to
     */
    public static Tinyproxy start(Path folder, String user, String password, String filtered) throws IOException {
        Setup setup = Setup.in(folder, "tinyproxy");
        Path filter = setup.write("filter", filtered + "\n");
        return new Tinyproxy(
                setup, setup.write("tinyproxy.conf", """
            Port %d
            Listen 127.0.0.1
            Timeout 60
            BasicAuth %s %s
            Filter "%s"
            LogFile "%s"
            LogLevel Connect
            """.formatted(setup.port(), user, password, filter, setup.log())));
    }
}
