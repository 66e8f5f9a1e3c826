package io.hfdownloader.command;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.hfdownloader.access.PasswordHash;
import io.hfdownloader.command.outcome.CommandException;
import io.hfdownloader.command.outcome.ExitCode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code password}: what the setting of the login is to be. The password never stands among the arguments, where others would see it. */
final class PasswordCommand implements Command {

    private static final int MIN_PASSWORD_CHARS = 8;
    private static final int MAX_LINE_CHARS = 1_000;

    @Override
    public CommandSpec spec() {
        return Options.command(
                        "password",
                        "Print a login with the hash of a password, for hf-downloader.login.",
                        "The password is asked for, or read from the standard input. Nothing is kept.")
                .addPositional(Options.word("1", "NAME", "Who is to log in with it."));
    }

    @Override
    public ExitCode run(ParseResult parsed, Session session) {
        String name = Options.words(parsed).get(0).strip();
        if (!name.matches("[^\\s:\\p{C}]{1,64}")) {
            throw CommandException.of(
                    ExitCode.WRONG_USE, "A name has 1 to 64 characters, and no spaces and colons. Choose another one.");
        }
        String password = password(session);
        if (password.codePointCount(0, password.length()) < MIN_PASSWORD_CHARS) {
            throw CommandException.of(
                    ExitCode.WRONG_USE,
                    "The password has less than " + MIN_PASSWORD_CHARS + " characters. Choose a longer one.");
        }
        try {
            session.out().println(name + ":" + PasswordHash.of(password).text());
        } catch (IllegalArgumentException unusable) {
            throw CommandException.of(ExitCode.WRONG_USE, String.valueOf(unusable.getMessage()));
        }
        session.err()
                .println("Set this as HF_DOWNLOADER_LOGIN, in single quotes in a shell, and with each $ doubled in a"
                        + " compose file; or write it into a file and name that in HF_DOWNLOADER_LOGIN_FILE.");
        return ExitCode.DONE;
    }

    private static String password(Session session) {
        Console console = System.console();
        if (console == null) {
            return line();
        }
        char @Nullable [] first = console.readPassword("Password: ");
        char @Nullable [] second = first == null ? null : console.readPassword("The same again: ");
        if (first == null || second == null) {
            throw CommandException.of(ExitCode.INTERRUPTED, "Interrupted.");
        }
        if (!Arrays.equals(first, second)) {
            throw CommandException.of(ExitCode.WRONG_USE, "The two are different. Try again.");
        }
        return new String(first);
    }

    /** The first line: what ends it is no part of the password. */
    private static String line() {
        try {
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            StringBuilder line = new StringBuilder();
            int c = in.read();
            while (c >= 0 && c != '\n' && line.length() < MAX_LINE_CHARS) {
                line.append((char) c);
                c = in.read();
            }
            int length = line.length();
            return line.substring(0, length > 0 && line.charAt(length - 1) == '\r' ? length - 1 : length);
        } catch (IOException unreadable) {
            throw CommandException.of(ExitCode.FAILED, "The standard input cannot be read.");
        }
    }
}
