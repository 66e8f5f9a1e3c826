package io.hfdownloader.access;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

import io.hfdownloader.library.layout.RepoLayout;

/** Settings of a login, for tests. Hashes cost little here. */
public record LoginSettings(
        Optional<String> login,
        Optional<String> loginFile,
        Optional<List<String>> loginProxies,
        Optional<String> loginHeader,
        boolean openMetrics)
        implements AccessConfig {

    public static final String USER = "alice";
    public static final String PASSWORD = "correct horse battery";

    private static final String LOGIN =
            USER + ":" + PasswordHash.of(PASSWORD, 4).text();

    public static LoginSettings none() {
        return new LoginSettings(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false);
    }

    public static LoginSettings ofAlice() {
        return of(LOGIN);
    }

    public static LoginSettings of(String login) {
        return new LoginSettings(Optional.of(login), Optional.empty(), Optional.empty(), Optional.empty(), false);
    }

    public LoginSettings file(Path file) {
        return new LoginSettings(
                Optional.empty(), Optional.of(file.toString()), loginProxies, loginHeader, openMetrics);
    }

    public LoginSettings proxies(String header, String... proxies) {
        return new LoginSettings(
                login,
                loginFile,
                Optional.of(List.of(proxies)),
                Optional.of(header).filter(name -> !name.isEmpty()),
                openMetrics);
    }

    public LoginSettings withOpenMetrics() {
        return new LoginSettings(login, loginFile, loginProxies, loginHeader, true);
    }

    /** With the state in this models directory. */
    public Access in(Path models, InstantSource clock) {
        RepoLayout layout = new RepoLayout(models);
        return new Access(this, () -> layout, clock);
    }
}
