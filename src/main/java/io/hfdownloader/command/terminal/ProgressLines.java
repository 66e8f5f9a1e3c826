package io.hfdownloader.command.terminal;

import java.io.PrintStream;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;

/** A line now and then, and one for each change of the phase, for files and other programs. */
final class ProgressLines implements Progress {

    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final PrintStream out;
    private String lastPhase = "";
    private String lastWait = "";
    private long lastNanos;

    ProgressLines(PrintStream out) {
        this.out = out;
    }

    @Override
    public synchronized void show(JsonNode download) {
        String phase = ProgressText.phase(download);
        String wait = download.path("waiting").path("code").asText();
        long now = System.nanoTime();
        if (phase.equals(lastPhase) && wait.equals(lastWait) && now - lastNanos < INTERVAL_NANOS) {
            return;
        }
        lastPhase = phase;
        lastWait = wait;
        lastNanos = now;
        String details = String.join(", ", ProgressText.details(download));
        tell(phase + " " + ProgressText.name(download) + ": " + ProgressText.percent(download) + " %"
                + (details.isEmpty() ? "" : ", " + details));
    }

    @Override
    public synchronized void tell(String sentence) {
        out.println(sentence);
        out.flush();
    }

    @Override
    public void close() {
        out.flush();
    }
}
