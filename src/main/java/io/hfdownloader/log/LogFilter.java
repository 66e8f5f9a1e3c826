package io.hfdownloader.log;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.regex.Pattern;

import io.hfdownloader.text.SecretMasker;
import io.quarkus.logging.LoggingFilter;
import org.jboss.logmanager.ExtLogRecord;

/**
 * The door to the log: each line passes here before a handler writes it, whoever wrote it. Secrets are masked in it, in its
 * failure as well. What strangers did is one line without a stack and no error, and told once a minute of a kind.
 */
@LoggingFilter(name = "log-filter")
public final class LogFilter implements Filter {

    /** Waits for requests to end, and calls those that do not an error. */
    private static final String SHUTDOWN = "io.quarkus.runtime.shutdown.ShutdownRecorder";

    /** Vert.x 4.5 looks at an answer that a waiting request has not yet; it is told with its stack. */
    private static final String CLOSED_AMID = "Http1xServerResponse.ended()";

    /** The same, when the machine has left out words and stack of what it throws again and again. */
    private static final Pattern CLOSED_AMID_AGAIN =
            Pattern.compile("^An exception 'java\\.lang\\.NullPointerException' .* exceptionCaught\\(\\) method");

    /** Netty tells, with two stacks, that what Quarkus writes to end an answer fails on a connection that is closed. */
    private static final Pattern WRITTEN_AFTER_CLOSE = Pattern.compile(
            "^Failed to mark a promise as failure because it has failed already: .*ClosedChannelException");

    /** A variable of ours looks like a property of Quarkus that is to go. */
    private static final Pattern VARIABLE_OF_JSON =
            Pattern.compile("(?si).*quarkus\\.log\\.(?:console|file|syslog|socket)\\.json\\b(?!\\.).*deprecated.*");

    private static final String OWN = "io.hfdownloader.";

    private final LogRate rate = new LogRate(System::nanoTime);

    @Override
    public boolean isLoggable(LogRecord line) {
        if (line.getLevel().intValue() >= Level.WARNING.intValue() && isOfOthers(line)) {
            if (VARIABLE_OF_JSON.matcher(written(line)).matches()) {
                return false;
            }
            Optional<Throwable> blamed = Optional.ofNullable(line.getThrown()).flatMap(Strangers::blamed);
            if (blamed.isPresent()) { // their words are no kind, as they can be other ones each time
                String name = blamed.get().getClass().getSimpleName();
                return tell(line, name, name + ": " + Strangers.words(blamed.get()));
            }
            if (written(line).contains(CLOSED_AMID)
                    || CLOSED_AMID_AGAIN.matcher(written(line)).find()) {
                return tell(line, "closed", "A connection was closed while requests waited on it");
            }
            if (WRITTEN_AFTER_CLOSE.matcher(written(line)).find()) {
                return tell(line, "written", "An answer was broken off on a connection that was closed already");
            }
            Optional<String> race = Optional.ofNullable(line.getThrown()).flatMap(Strangers::race);
            if (race.isPresent()) {
                return tell(line, race.get(), race.get());
            }
            if (line.getThrown() != null && Strangers.isOfTheEnd(line.getThrown())) {
                return tell(line, "end", "Work was still handed over when the program stopped");
            }
            if (SHUTDOWN.equals(line.getLoggerName())) {
                return tell(line, "", "Requests were still under way when the server stopped");
            }
        }
        mask(line);
        return true;
    }

    private static boolean isOfOthers(LogRecord line) {
        return line.getLoggerName() == null || !line.getLoggerName().startsWith(OWN);
    }

    private boolean tell(LogRecord line, String kind, String words) {
        OptionalLong before = rate.tell(line.getLoggerName() + " " + kind);
        if (before.isEmpty()) {
            return false;
        }
        line.setThrown(null);
        line.setLevel(Level.INFO);
        write(line, words + (before.getAsLong() == 0 ? "" : " (and " + before.getAsLong() + " more like it)"));
        return true;
    }

    private static void mask(LogRecord line) {
        String written = written(line);
        String masked = SecretMasker.masked(written);
        if (!masked.equals(written)) {
            write(line, masked);
        }
        if (line.getThrown() != null) {
            line.setThrown(MaskedThrowable.of(line.getThrown()));
        }
    }

    private static String written(LogRecord line) {
        return String.valueOf(line instanceof ExtLogRecord known ? known.getFormattedMessage() : line.getMessage());
    }

    private static void write(LogRecord line, String words) {
        line.setParameters(null);
        if (line instanceof ExtLogRecord known) {
            known.setMessage(words, ExtLogRecord.FormatStyle.NO_FORMAT);
        } else {
            line.setMessage(words);
        }
    }
}
