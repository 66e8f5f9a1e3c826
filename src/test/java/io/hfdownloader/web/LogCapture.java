package io.hfdownloader.web;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import org.jboss.logmanager.formatters.PatternFormatter;

/** What the service, in this process, writes into its log while a test listens: behind the door that all of it passes. */
public final class LogCapture extends Handler implements AutoCloseable {

    private static final Logger ALL = Logger.getLogger("");

    private final PatternFormatter format = new PatternFormatter("%p [%c] %s%e%n");
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private LogCapture() {}

    public static LogCapture listen() {
        LogCapture listening = new LogCapture();
        ALL.addHandler(listening);
        return listening;
    }

    public String text() {
        return String.join("", lines);
    }

    @Override
    public void publish(LogRecord line) {
        lines.add(format.format(line));
    }

    @Override
    public void flush() {
        // nothing is held back
    }

    @Override
    public void close() {
        ALL.removeHandler(this);
    }
}
