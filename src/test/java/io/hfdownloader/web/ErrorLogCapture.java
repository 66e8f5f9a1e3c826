package io.hfdownloader.web;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What the service, in this process, logs as an error while a test listens. */
public final class ErrorLogCapture extends Handler implements AutoCloseable {

    private static final Logger ALL = Logger.getLogger("");

    private final List<String> messages = new CopyOnWriteArrayList<>();

    private ErrorLogCapture() {}

    public static ErrorLogCapture listen() {
        ErrorLogCapture listening = new ErrorLogCapture();
        ALL.addHandler(listening);
        return listening;
    }

    public List<String> messages() {
        return List.copyOf(messages);
    }

    @Override
    public void publish(LogRecord entry) {
        if (entry.getLevel().intValue() >= Level.SEVERE.intValue()) {
            messages.add(entry.getLoggerName() + ": " + entry.getMessage() + " " + entry.getThrown());
        }
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
