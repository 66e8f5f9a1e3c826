package io.hfdownloader.progress;

import java.util.List;
import java.util.OptionalLong;

/**
 * How far a download is, at one moment.
 *
 * @param bytes bytes of all selected files
 * @param bytesHashed bytes that have gone through the hash so far; ahead of verified while a file is being checked
 * @param files all selected files
 * @param rate bytes per second over the last seconds; empty until there are a few observations
 * @param currentFile the file that moved last, or an empty text
 * @param connections connections at work now
 * @param via transports that brought bytes so far: {@code http}, {@code xet}
 * @param retries what had to be tried again
 */
public record Progress(
        ByteCounts bytes,
        long bytesHashed,
        FileCounts files,
        OptionalLong rate,
        String currentFile,
        int connections,
        List<String> via,
        Retries retries) {

    /** Seconds to the end at the present rate; empty when nothing moves or the rate is not known yet. */
    public OptionalLong etaSeconds() {
        long left = bytes.left();
        return rate.isPresent() && rate.getAsLong() > 0 && left > 0
                ? OptionalLong.of((left + rate.getAsLong() - 1) / rate.getAsLong())
                : OptionalLong.empty();
    }

    /** Whole percents of received bytes, never 100: that number is for a completed download alone. */
    public int percent() {
        return bytes.bytesTotal() == 0 ? 0 : (int) Math.min(99, bytes.bytesReceived() * 100 / bytes.bytesTotal());
    }
}
