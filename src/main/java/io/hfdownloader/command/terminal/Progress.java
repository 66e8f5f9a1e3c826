package io.hfdownloader.command.terminal;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.databind.JsonNode;

/** Shows how far a download is. */
public interface Progress {

    /** What it looks like now, as the API tells it. */
    void show(JsonNode download);

    /** Something else that is to be known. */
    void tell(String sentence);

    /** Nothing more follows; the next line of the terminal is free. */
    void close();

    /** For this output: drawn on a terminal, in lines elsewhere, and not at all beside an answer for programs. */
    static Progress of(Screen screen, PrintStream out, PrintStream err, boolean json) {
        if (!json && screen.isOutputTerminal()) {
            return new ProgressBar(screen, out);
        }
        if (screen.isErrorTerminal()) {
            return new ProgressBar(screen, err);
        }
        return new ProgressLines(
                json ? new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8) : out);
    }
}
